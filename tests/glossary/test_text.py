"""Folding, slugs, singulars, abbreviations."""

import pytest

from glossary import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE"),
        ("  two\u00a0 words ", "Two words"),
        ("ﬁle", "file"),
        ("STRASSE", "straße"),
        ("Ξένος", "ξενος"),
        ("Ёлка", "елка"),
        ("за́мок", "Замок"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞｽ", "ガス"),
    ],
)
def test_case_accents_and_spacing_make_no_other_name(one, other):
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("カキ", "カギ"),
        ("ハハ", "パパ"),
        ("мой", "мои"),
        ("їх", "іх"),
        ("क़लम", "कलम"),
        ("ค่า", "คา"),
        ("≠", "="),
    ],
)
def test_a_mark_that_makes_another_letter_makes_another_name(one, other):
    assert text.fold(one) != text.fold(other)


@pytest.mark.parametrize("name", ["が", "й", "한국", "क़लम", "กำลัง", "É", "ᾳ"])
def test_a_folded_name_folds_to_itself(name):
    assert text.fold(text.fold(name)) == text.fold(name)


def test_the_signs_on_letters_belong_to_their_words():
    assert text.words("हिन्दी की पुस्तक") == ["हिन्दी", "की", "पुस्तक"]


def test_punctuation_makes_another_name():
    assert len({text.fold(name) for name in ("C", "C++", "C#", ".NET", "NET")}) == 5


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("CI/CD", "ci-cd"),
        ("Block (storage)", "block-storage"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Künneth", "kunneth"),
        ("日本 語", "日本-語"),
        ("ガス", "ガス"),
        ("हिन्दी", "हनद"),
        ("++?", "plus-plus"),
        ("…", "term"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_slug_is_made_of_the_letters_and_digits_of_any_script(title, slug):
    assert text.slugify(title) == slug


PAIRS = """
group groups, policy policies, batch batches, box boxes, role roles, access accesses, vpc vpcs, cache caches,
size sizes, alias aliases, bus buses, status statuses, virus viruses, analysis analyses, class classes,
knife knives, life lives, shelf shelves, half halves, wave waves, valve valves, process processes, lens lenses,
gas gases, database databases, use uses, case cases, response responses,
cookie cookies, tie ties, hero heroes, shoe shoes, photo photos, quiz quizzes,
hypothesis hypotheses, diagnosis diagnoses, crisis crises, bias biases, canvas canvases, replica replicas, axe axes,
dish dishes, proxy proxies, key keys, iam iams, node nodes, prize prizes, drive drives, series series, dns dns
"""


@pytest.mark.parametrize("pair", [tuple(pair.split()) for pair in PAIRS.replace("\n", " ").split(",")])
def test_a_plural_meets_its_singular(pair):
    one, plural = pair
    assert text.singular(plural) == text.singular(one)


def test_words_that_are_no_plurals_of_each_other_stay_apart():
    words = "sns sn aws aw ebs eb s3 dns dn is i base basis bass basic case cast use user us these the thesis tense"
    words += " ten new brow browse lap lapse process canvas leave leaf live life status state alias alibi size six"
    assert len({text.singular(word) for word in words.split()}) == len(words.split())


@pytest.mark.parametrize(
    ("written", "one"),
    [("VMs", "VM"), ("AZs and EC2s", "AZ and EC2"), ("OSes", "OS"), ("vCPUs", "vCPU")]
    + [(same, same) for same in ("As", "Ss", "K8s", "iOS", "SaaS", "DNS", "Has", "k8s")],
)
def test_capitals_with_a_small_s_are_several_of_one(written, one):
    assert text.unplural(written) == one


def test_what_a_database_cannot_keep_is_taken_out():
    assert text.clean("a\0\x01\x1b\x9fb\r\nc\rd \ud800 e\u0301\t") == "ab\nc\nd ? é\t"


@pytest.mark.parametrize(
    ("name", "yes"), [("SNS", True), ("CI/CD", True), ("EC2", True), ("S3", False), ("Sam", False)]
)
def test_a_name_in_capitals_is_known_as_one(name, yes):
    assert text.is_acronym(name) is yes
