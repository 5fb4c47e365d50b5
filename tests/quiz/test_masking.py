import pytest

from quiz.masking import blank, initials_of, pattern, says, stem, telling_words


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
    assert telling_words("AWS CodeBuild") == {"AWS", stem("codebuild"), stem("code"), stem("build"), "codebu*"}


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("single sign-on", "One sign-on service for all.", "One ____ service for all."),
        ("Größe", "Die Größen sind bekannt.", "Die ____ sind bekannt."),
        ("Vertrag", "Des Vertrages wegen, nicht der Verträge.", "Des ____ wegen, nicht der ____."),
        ("Idempotence", "An idempotent call is safe.", "A(n) ____ call is safe."),
        ("Data lake", "CamelData is date and data.", "____ is date and ____."),
        ("S3 bucket", "Kept in S3 here.", "Kept in ____ here."),
    ],
)
def test_a_telling_word_is_blanked_out_in_all_its_forms_and_with_what_hyphens_join_to_it(name, text, shown):
    assert blank(text, [(key,) for key in telling_words(name)]).text == shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Site Reliability Engineering", "SRE is a craft.", "____ is a craft."),
        ("Virtual Machine", "It (VM) is a computer, as VMs are.", "It (____) is a computer, as ____ are."),
        ("Containers as a Service", "CaaS runs them, as caas.", "____ runs them, as caas."),
        ("Infrastructure as Code", "IaC and CI.", "____ and CI."),
        ("Point of Presence", "A PoP or a POP.", "A(n) ____ or a(n) ____."),
    ],
)
def test_the_initials_of_a_name_are_a_name_though_no_label_says_so(name, text, shown):
    assert blank(text, initials_of(name)).text == shown


def test_a_name_with_its_initials_behind_it_is_one_blank():
    patterns = [pattern("Virtual Machine"), *initials_of("Virtual Machine")]
    assert blank("A virtual machine (VM) is one.", patterns).text == "A(n) ____ is one."


def test_where_words_have_no_spaces_between_them_their_letters_are_counted():
    masked = blank("学校は公立と私立がある。", [pattern("学校")])
    assert (masked.text, masked.hidden, masked.words, masked.is_readable) == ("____は公立と私立がある。", 2, 11, True)


def test_small_words_and_numbers_tell_nothing():
    assert telling_words("The 2 of it") == frozenset()


def test_blanks_are_counted_in_words():
    masked = blank("One two three four five six.", [pattern("two three")])
    assert (masked.text, masked.hidden, masked.words, masked.is_readable) == ("One ____ four five six.", 2, 6, False)


def test_a_text_says_a_name_only_whole():
    assert says("Every event bus has rules.", [pattern("Event buses")])
    assert not says("Every bus event has rules.", [pattern("Event bus")])
