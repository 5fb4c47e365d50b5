"""What is found for what somebody typed, and in which order: the same on either database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary.models import Fact, FactList, Label, LabelKind, Term
from glossary.search import MAX_QUERY, search
from glossary.search_words import Part

pytestmark = pytest.mark.django_db


def add(title: str, definition: str = "", qualifier: str = "", **names: str) -> Term:
    term = Term.objects.create(title=title, definition=definition, qualifier=qualifier)
    for kind, text in names.items():
        Label.objects.create(term=term, kind=LabelKind(kind), text=text)
    return term


def found(query: str, limit: int = 20) -> list[tuple[str, str, str]]:
    return [(str(hit.term), str(hit.why), hit.name) for hit in search(query, limit).hits]


def test_whole_names_come_first_then_beginnings_then_words_then_texts_then_misspellings():
    add("Queue", "Messages wait here before SNS fan-out.")
    add("Dead letters", expansion="Undelivered SNS messages")
    add("SNS topic")
    add("Simple Notification Service", abbreviation="SNS")
    add("Alarm", synonym="SNS")
    add("SQS", misspelling="SNS")
    add("Strong Network Signal")
    add("SNS", qualifier="social network")
    assert found("sns") == [
        ("SNS (social network)", "title", "SNS"),
        ("Alarm", "synonym", "SNS"),
        ("Simple Notification Service", "abbreviation", "SNS"),
        ("Strong Network Signal", "initials", "Strong Network Signal"),
        ("SNS topic", "begins with it", "SNS topic"),
        ("Dead letters", "in the name", "Undelivered SNS messages"),
        ("Queue", "in the text", ""),
        ("SQS", "known misspelling", ""),
    ]


def test_a_term_is_listed_once_under_its_best_name():
    add("S3", "S3 keeps objects.", expansion="Simple Storage Service", synonym="S3 storage")
    assert found("S3") == [("S3", "title", "S3")]
    assert found("simple storage service") == [("S3", "expansion", "Simple Storage Service")]


def test_homonyms_are_both_found():
    add("Block", qualifier="storage")
    add("Block", qualifier="network")
    assert [name for name, _, _ in found("block")] == ["Block (network)", "Block (storage)"]


def test_a_misspelling_finds_the_term_and_is_not_shown():
    add("Lambda", misspelling="Lamda")
    assert found("lamda") == [("Lambda", "known misspelling", "")]
    assert found("lamd") == []


def test_case_accents_and_spacing_do_not_count():
    add("Café  au lait")
    assert found(" CAFE AU ") == [("Café au lait", "begins with it", "Café au lait")]


def test_words_of_a_name_are_found_in_any_order():
    add("Application Load Balancer")
    assert found("balancer application") == [("Application Load Balancer", "in the name", "Application Load Balancer")]


def test_a_fact_counts_as_text():
    benefits = FactList.objects.create(term=add("Fargate"), title="Benefits")
    Fact.objects.create(fact_list=benefits, text="No instances to patch.")
    assert found("patch") == [("Fargate", "in the text", "")]


def test_two_letters_are_not_looked_for_in_texts():
    add("Queue", "A line of messages.")
    assert found("li") == []


def test_wildcards_mean_themselves():
    add("Lambda", "A function.")
    add("100% coverage")
    assert found("%") == []
    assert found("_ambda") == []
    assert found("100%") == [("100% coverage", "begins with it", "100% coverage")]


def test_nothing_found_names_the_neighbours_in_the_alphabet():
    for title in ("Alpha", "Beta", "Delta", "Epsilon"):
        add(title)
    results = search("Carbon")
    assert results.hits == []
    assert [term.title for term in results.nearest] == ["Alpha", "Beta", "Delta", "Epsilon"]


def test_no_more_is_found_than_asked_for():
    for number in range(9):
        add(f"Key {number}")
    assert [name for name, _, _ in found("key", limit=3)] == ["Key 0", "Key 1", "Key 2"]


def test_a_long_query_is_cut():
    assert search("x" * 10_000).query == "x" * MAX_QUERY


@pytest.mark.parametrize(
    "query", ["", "   ", "\0", "\ud800", "\U0010ffff", "'", '"', "%_\\", "ﷺ" * 200, "a " * 100, "–"]
)
def test_any_text_may_be_typed(query: str):
    add("Lambda", "A function.")
    assert search(query).hits == []


@pytest.mark.parametrize("query", ["Lambda", "lam", "mbd", "function", "Lamdba 1", "nothing of the kind"])
def test_the_number_of_queries_does_not_grow_with_the_glossary(query: str):
    counts = []
    for number in range(40):
        add(f"Lambda {number}", "A function.", synonym=f"Lambda function {number}")
        search("bring the index up to date")
        if number in (3, 39):
            with CaptureQueriesContext(connection) as queries:
                search(query, 3)
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


# ---- words


def test_a_word_inside_a_name_in_camel_case_is_found():
    add("CloudFormation")
    assert found("formation") == [("CloudFormation", "in the name", "CloudFormation")]


def test_a_stretch_of_a_name_is_found_where_nothing_else_is():
    add("Lambda")
    assert found("mbd") == [("Lambda", "in the name", "Lambda")]


@pytest.mark.parametrize("query", ["queue", "queues", "Queue's", "QUEUE"])
def test_number_and_possessive_do_not_count(query: str):
    add("Backlog", "The messages that queues hold.")
    assert found(query) == [("Backlog", "in the text", "")]


@pytest.mark.parametrize("query", ["straße", "STRASSE", "strasse"])
def test_letters_that_have_two_spellings_are_the_same_in_texts_too(query: str):
    add("Address", "Die Straße.")
    assert found(query) == [("Address", "in the text", "")]


def test_words_may_stand_apart_in_name_facts_and_text():
    benefits = FactList.objects.create(term=add("Fargate", "Runs containers."), title="Benefits")
    Fact.objects.create(fact_list=benefits, text="No instances to patch.")
    assert found("runs patch containers") == [("Fargate", "in the text", "")]
    assert found("benefits patch") == [("Fargate", "in the text", "")]


def test_the_address_of_a_link_is_no_text():
    add("Queue", "See [the guide](https://example.org/handbook).")
    assert found("handbook") == []
    assert found("guide") == [("Queue", "in the text", "")]


def test_a_name_that_holds_the_words_weighs_more_than_a_text_that_does():
    add("Alarm", "Tells of a full disk, a full disk and a full disk.")
    add("Disk", "What is full at times.")
    assert [name for name, _, _ in found("full disk")] == ["Disk", "Alarm"]


# ---- more than the words as they are


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Bucket", "buckets"),
        ("IAM role", "IAM roles"),
        ("AZ", "AZs"),
        ("S3", "S 3"),
        ("Load balancer", "loadbalancers"),
        ("Auto-scaling", "autoscaling"),
        ("VPC", "what is a VPC?"),
        ("Caches", "how does the cache"),
        ("C++", "the C++"),
    ],
)
def test_number_spaces_and_small_words_make_no_other_name(title: str, query: str):
    add(title)
    assert found(query) == [(title, "title", title)]
    assert search(query).is_named


def test_marks_make_another_name():
    add("Language C#")
    add("C#")
    assert found("the c++") == []


def test_a_term_named_among_the_words_comes_before_those_that_hold_them_in_their_text():
    add("Serverless", "Lambda functions run there.")
    add("AWS Lambda", "Runs code.", synonym="Lambda")
    add("Functions of Lambda")
    assert found("lambda functions") == [
        ("Functions of Lambda", "in the name", "Functions of Lambda"),
        ("AWS Lambda", "named in your words", "Lambda"),
        ("Serverless", "in the text", ""),
    ]


def test_small_words_are_looked_for_where_there_are_no_others():
    add("To be", "Or not.")
    assert [name for name, _, _ in found("to be")] == ["To be"]


def test_two_words_of_a_name_are_found_as_one():
    add("EC2 Auto Scaling")
    assert found("autoscaling") == [("EC2 Auto Scaling", "in the name", "EC2 Auto Scaling")]


def test_where_few_hold_all_the_words_those_that_hold_most_of_them_follow():
    add("Backups", "They go to another region at night.")
    add("Night", "It is dark.")
    add("Region", "A place.")
    add("Queue", "Messages of another kind.")
    assert found("night region elsewhere another") == [
        ("Region", "named in your words", "Region"),
        ("Night", "named in your words", "Night"),
        ("Backups", "some of your words", ""),
        ("Queue", "some of your words", ""),
    ]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("kubernets clusters", "Kubernetes cluster"),
        ("serverles code", "Serverless computing"),
        ("databse", "Relational database"),
        ("lodbalancer", "Network load balancer"),
        ("clustr of kubernets", "Kubernetes cluster"),
    ],
)
def test_a_word_that_nobody_has_is_read_as_the_nearest(query: str, name: str):
    add("Kubernetes cluster", "Many machines.")
    add("Serverless computing", "Running code without them.")
    add("Relational database")
    add("Network load balancer")
    assert [name for name, _ in meant(query)][:1] == [name]
    assert name not in [name for name, _, _ in found(query)]


def test_what_a_word_is_does_not_depend_on_the_database():
    add("Escape", r"Written as a \ b, or don't.")
    assert (found("a_b"), found("don")) == ([], [("Escape", "in the text", "")])


# ---- what may have been meant


def meant(query: str) -> list[tuple[str, str]]:
    return [(str(hit.term), hit.name) for hit in search(query).meant]


def test_a_slip_finds_the_nearest_names():
    add("Lambda")
    add("Lambda layer")
    add("Kinesis Data Streams", synonym="Kinesis")
    assert meant("lamdba") == [("Lambda", "Lambda")]
    assert meant("kinessis") == [("Kinesis Data Streams", "Kinesis")]
    assert meant("kinesys data strems") == [("Kinesis Data Streams", "Kinesis Data Streams")]


def test_three_letters_are_too_few_for_a_guess():
    add("SNS")
    assert meant("sqs") == []


def test_nothing_is_guessed_where_a_name_fits():
    add("Cloud")
    add("Clouds")
    assert meant("cloud") == []


def test_a_guess_never_stands_among_the_hits():
    add("Queue", "It is no lambada.")
    add("Lambda")
    results = search("lambada")
    assert [(str(hit.term), str(hit.why)) for hit in results.hits] == [("Queue", "in the text")]
    assert [(str(hit.term), str(hit.why)) for hit in results.meant] == [("Lambda", "nearly so")]


def test_a_new_name_is_guessed_at_once():
    assert meant("fragate") == []
    term = add("Fargate")
    assert meant("fragate") == [("Fargate", "Fargate")]
    term.delete()
    assert meant("fragate") == []


@pytest.mark.parametrize(
    ("query", "limit", "sections"),
    [
        ("serverles function", 20, [("Did you mean", ["Serverless"]), ("Found besides", ["Handler", "Step"])]),
        ("serverles function", 2, [("Did you mean", ["Serverless"]), ("Found besides", ["Handler"])]),
        (
            "lamda function",
            20,
            [("Did you mean", ["AWS Lambda", "Serverless"]), ("Found besides", ["Handler", "Step"])],
        ),
        ("lamda", 20, [("", ["AWS Lambda"])]),
        ("what is a lamda", 20, [("Did you mean", ["AWS Lambda", "Serverless"])]),
        ("step serverles", 20, [("", ["Step"]), ("Did you mean", ["Serverless"]), ("Found besides", ["Handler"])]),
        ("function elsewhere", 20, [("", ["Handler", "Serverless", "Step"])]),
    ],
)
def test_what_was_meant_comes_before_what_holds_a_few_of_the_words(query: str, limit: int, sections):
    add("Handler", "The function that a step calls.")
    add("Serverless", "A function of AWS Lambda without machines.")
    add("Step", "One function.")
    add("AWS Lambda", misspelling="lamda")
    results = search(query, limit)
    assert [(heading, sorted(hit.term.title for hit in hits)) for heading, hits in results.sections] == sections
    assert [hit.term.title for hit in results.all] == [hit.term.title for _, hits in results.sections for hit in hits]


def test_a_known_misspelling_among_several_words_leads_to_its_term_first():
    add("Function of Lambda", "Runs.")
    add("Lambda", misspelling="lmd")
    hits = [(str(hit.term), str(hit.why)) for hit in search("lmd function").meant]
    assert hits == [("Lambda", "known misspelling"), ("Function of Lambda", "nearly so")]


# ---- what was asked for


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("carbon", "Alpha Delta Xi Yak"),
        ("what's a Carbon?", "Alpha Delta Xi Yak"),
        ("what is", "Alpha Delta Xi Yak Zeta"),
    ],
)
def test_small_words_around_a_name_do_not_change_its_place_in_the_alphabet(query: str, nearest: str):
    for title in ("Alpha", "Delta", "Xi", "Yak", "Zeta"):
        add(title)
    assert " ".join(term.title for term in search(query).nearest) == nearest


@pytest.mark.parametrize(
    ("query", "is_answered"),
    [
        ("iam", True),
        ("what does IAM stand for?", True),
        ("IAM or a role", True),
        ("difference between IAM and role", True),
        ("IAM vs. roles", True),
        ("IAM user", False),
        ("IAM or a user", False),
        ("IAM role", False),
        ("user", False),
    ],
)
def test_a_question_is_answered_by_terms_for_all_that_is_asked(query: str, is_answered: bool):
    add("IAM", "Says who the user is.")
    add("Role")
    assert search(query).is_answered == is_answered


# ---- why, and where


def shown(parts: list[Part]) -> str:
    return "".join(f"[{part.text}]" if part.is_met else part.text for part in parts)


def test_the_words_met_are_marked_in_title_name_and_text():
    add("Load balancer", "Spreads **requests** over <b>servers</b>.", synonym="Balancing load")
    by_name, by_synonym = search("load bal").hits[0], search("balancing lo").hits[0]
    assert (shown(by_name.title), shown(by_name.other_name)) == ("[Load] [balancer]", "")
    assert (shown(by_synonym.title), shown(by_synonym.other_name)) == ("[Load] balancer", "[Balancing] [load]")
    assert shown(search("requests").hits[0].excerpt) == "Spreads [requests] over <b>servers</b>."


def test_of_a_long_text_the_part_with_the_words_is_shown():
    add("Queue", "It is long. " * 30 + "Only here is a visibility timeout named. " + "And on it goes. " * 30)
    excerpt = shown(search("visibility timeout").hits[0].excerpt)
    assert "Only here is a [visibility] [timeout] named." in excerpt
    assert excerpt.startswith("… ") and excerpt.endswith(" …") and len(excerpt) < 180


def test_of_many_facts_the_one_with_the_words_is_shown():
    benefits = FactList.objects.create(term=add("Fargate", "Runs containers."), title="Benefits")
    for item in ("Pay for use.", "No instances to patch."):
        Fact.objects.create(fact_list=benefits, text=item)
    assert shown(search("patch").hits[0].excerpt) == "Benefits: No instances to [patch]."


def test_of_several_names_the_one_that_holds_most_of_the_words_is_shown():
    add("S3", abbreviation="Amazon S3", expansion="Simple Storage Service")
    hit = search("Amazon Simple Storage Service").hits[0]
    assert (hit.why, shown(hit.other_name)) == ("in the name", "[Simple] [Storage] [Service]")


@pytest.mark.parametrize(("one", "other"), [("カギ", "カキ"), ("мой", "мои"), ("क़लम", "कलम"), ("ค่า", "คา")])
def test_a_mark_that_makes_another_letter_finds_another_term(one, other):
    add(one)
    add(other)
    assert [name for name, _, _ in found(one)] == [one]


def test_two_letters_are_a_word_where_words_are_short():
    add("カギ", "ドアを開ける 道具")
    assert [name for name, _, _ in found("道具")] == ["カギ"]
