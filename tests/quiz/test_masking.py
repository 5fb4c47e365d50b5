import pytest

from quiz.masking import blank, pattern, says, stem, telling_words


@pytest.mark.parametrize(
    "words",
    [
        ("scale", "scales", "scaled", "scaling"),
        ("version", "versions", "versioning"),
        ("replicate", "replication", "replicates"),
        ("log", "logs", "logging", "logged"),
        ("policy", "policies"),
        ("encrypt", "encryption", "encrypted"),
        ("balancer", "balance", "balancing"),
    ],
)
def test_the_inflections_of_a_word_have_one_stem(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Lambda", "One lambda runs when called.", "One ____ runs when called."),
        ("load balancer", "It keeps load balancers and a loaded balancer apart.", "It keeps ____ and a(n) ____ apart."),
        ("SNS", "SNS's topics, many SNSs, but no sns here.", "____ topics, many ____, but no sns here."),
        ("IT", "It is about IT as such.", "It is about ____ as such."),
        ("EBS", "An EBS volume is a disk.", "A(n) ____ volume is a disk."),
        ("Auto Scaling", "With auto-scaling, auto scaled things grow.", "With ____, ____ things grow."),
        ("C", "The language C came after B.", "The language ____ came after B."),
        ("Café", "In the cafe and the CAFÉ.", "In the ____ and the ____."),
        ("Bucket", "Not in buckets' names.", "Not in ____' names."),
        ("", "Nothing is hidden.", "Nothing is hidden."),
    ],
)
def test_a_name_is_blanked_out_in_all_its_forms(name, text, shown):
    assert blank(text, [pattern(name)]).text == shown


def test_neighbouring_blanks_become_one():
    assert blank("A Simple Queue-Service here.", [("simpl",), ("queu",), ("servic",)]).text == "A(n) ____ here."


def test_the_words_inside_a_written_together_name_tell_too():
    assert telling_words("AWS CodeBuild") == {"AWS", stem("codebuild"), stem("code"), stem("build")}


def test_small_words_and_numbers_tell_nothing():
    assert telling_words("The 2 of it") == frozenset()


def test_blanks_are_counted_in_words():
    masked = blank("One two three four five six.", [pattern("two three")])
    assert (masked.text, masked.hidden, masked.words, masked.is_readable) == ("One ____ four five six.", 2, 6, False)


def test_a_text_says_a_name_only_whole():
    assert says("Every event bus has rules.", [pattern("Event buses")])
    assert not says("Every bus event has rules.", [pattern("Event bus")])
