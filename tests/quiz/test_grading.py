"""Typed answers: what is forgiven, what is not, and that no confusion ever is."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from glossary import exchange
from glossary.exchange import notes
from glossary.text import fold
from quiz.grading import EXPANSION, MISSPELLING, TITLE, Meant, Name, Names, Segment, explain, grade

STARTER = Path(exchange.__file__).parents[1] / "starter" / "aws.md"
ACCEPTED = {"right", "slip"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def graded(answer, *labels, others=(), stem="", kind=TITLE):
    """The grade of an answer where the labels are right, in a glossary with these other terms."""
    own = tuple(Name(label, 1, kind) for label in labels)
    return grade(answer, Meant(1, own, stem), Names([*own, *(Name(other, 2 + at) for at, other in enumerate(others))]))


def told(answer, *labels, **more):
    found = graded(answer, *labels, **more)
    return found.verdict, found.reason


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("lambda", "Lambda"),
        ("  LOAD   balancer ", "Load Balancer"),
        ("Kunneth", "Künneth"),
        ("Re\u0301sume\u0301", "résumé"),
        ("strasse", "Straße"),
        ("ﬁle system", "File System"),
        ("the Load Balancer", "Load balancer"),
        ("A bucket", "Bucket"),
        ("open group", "The Open Group"),
        ("infrastructure as service", "Infrastructure as a Service"),
        ("identity & access management", "Identity and Access Management"),
        ("load balancers", "Load Balancer"),
        ("security group", "Security groups"),
        ("points of presence", "Point of presence"),
        ("VPCs", "VPC"),
        ("AZs", "AZ"),
        ("e-mail", "Email"),
        ("autoscaling", "Auto-Scaling"),
        ("code build", "CodeBuild"),
        ("ci cd", "CI/CD"),
        ("S.Q.S.", "SQS"),
        ("moores law", "Moore’s law"),
        ("SHA256", "SHA-256"),
        ("Block", "Block (storage)"),
        ("ebpf", "Extended Berkeley Packet Filter (eBPF)"),
        ("हिन्दी।", "हिन्दी"),
    ],
)
def test_how_a_name_is_written_is_forgiven(answer, label):
    assert told(answer, label) == ("right", "forgiven")


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("Lamda", "Lambda"),
        ("lamdba", "Lambda"),
        ("kuberntes", "Kubernetes"),
        ("Kuberentis", "Kubernetes"),
        ("the elastic load balancng", "Elastic Load Balancing"),
        ("cloud formaton", "CloudFormation"),
        ("AWX CLI", "AWS CLI"),
        ("Infrastructre as a Service", "Infrastructure as a Service (IaaS)"),
    ],
)
def test_a_slip_is_forgiven_in_a_name_long_enough(answer, label):
    assert told(answer, label) == ("slip", "slip")


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("SNS", "SQS"),
        ("CI/CX", "CI/CD"),
        ("EC3", "EC2"),
        ("IPv6", "IPv4"),
        ("TLS 12", "TLS 1.2"),
        ("layer 4 switch", "Layer 7 switch"),
        ("Route 35", "Route 53"),
        ("lambda2", "Lambda"),
        ("٣ tier architecture", "3 tier architecture"),
        ("C", "C++"),
        ("c#", "C++"),
        ("net", "C"),
        ("https", "HTTP"),
        ("record", "A record"),
        ("Vitamin D", "Vitamin B"),
        ("type ii", "Type I"),
        ("lmd", "Lambda"),
        ("labd", "Lambda"),
        ("hypotension", "hypertension"),
        ("exothermic", "endothermic"),
        ("decryption", "encryption"),
        ("asymmetric key", "symmetric key"),
        ("structured data", "unstructured data"),
        ("lessee", "lessor"),
        ("mitosis", "meiosis"),
        ("+++++", "C+++++"),
    ],
)
def test_what_may_mean_something_else_is_not_forgiven(answer, label):
    assert graded(answer, label).verdict == "wrong"


def test_a_slip_is_shown():
    found = graded("Lamda layer", "Lambda layer", "layer of Lambda")
    assert (found.name, found.segments) == (
        "Lambda layer",
        (Segment("Lam", "Lam", True), Segment("", "b", False), Segment("da layer", "da layer", True)),
    )


@pytest.mark.parametrize(
    ("given_", "right", "off"),
    [
        ("lambda", "Lambda", [("l", "L")]),
        ("LAMDA", "lambda", [("", "b")]),
        ("kunetth", "Künneth", [("", "n"), ("t", "")]),
        ("", "pod", [("", "pod")]),
        ("pod", "pod", []),
    ],
)
def test_case_and_accents_are_shown_only_where_nothing_else_is_off(given_, right, off):
    assert [(part.given, part.right) for part in explain(given_, right) if not part.is_same] == off


def test_the_name_of_another_term_is_told():
    found = graded("sqs", "SNS", others=["SQS"])
    assert (found.verdict, found.reason, found.other) == ("other", "other term", Name("SQS", 2))
    found = graded("the lambad", "Fargate", others=["Lambda"])
    assert (found.verdict, found.reason, found.other) == ("other", "slip of other term", Name("Lambda", 2))


def test_a_slip_is_not_forgiven_when_another_name_is_as_near():
    assert told("Region C", "Region A", others=["Region B"])[0] == "wrong"
    assert told("stacke", "Stacks", others=["Stacker"]) == ("wrong", "as near")
    assert told("horizontol scalling", "Horizontal scaling", others=["Horizontal scalling up"])[0] == "wrong"
    assert told("stacke", "Stacks") == ("slip", "slip")


def test_a_slip_that_makes_another_word_of_the_glossary_is_none():
    assert told("SNS queue", "SQS queue", others=["SNS"]) == ("wrong", "another word")
    assert told("Kexnel mode", "Kernel mode", others=["SNS"]) == ("slip", "slip")
    assert told("egret rule", "Egress rule", others=["Great egret"]) == ("wrong", "another word")


def test_a_slip_that_makes_another_word_of_the_question_is_none():
    assert told("adsorption", "absorption") == ("wrong", "another word")
    assert told("emission", "omission") == ("slip", "slip")
    assert told("emission", "omission", stem="Leaving out, unlike an emission.") == ("wrong", "another word")


def test_a_slip_in_a_code_is_none_when_another_code_is_as_near():
    assert told("Amazon EPS", "Amazon EFS") == ("slip", "slip")
    assert told("Amazon EPS", "Amazon EFS", others=["EBS"]) == ("wrong", "another word")
    assert told("WAS Backup", "AWS Backup", others=["WAF"]) == ("slip", "slip")
    assert told("Amazon MKS", "Amazon KMS", others=["MKS"]) == ("wrong", "another word")


def test_case_matters_where_names_differ_by_it_alone():
    assert told("SAM", "SAM", others=["Sam"]) == ("right", "same")
    assert told("Sam", "SAM", others=["Sam"]) == ("other", "other term")
    assert told("sam", "SAM", others=["Sam"]) == ("wrong", "alike")
    assert told("sam", "SAM") == ("right", "forgiven")


def test_what_else_names_differ_by_alone_matters_too():
    assert told("logs", "Log", others=["Logs"]) == ("other", "other term")
    assert told("the log", "Log", others=["Logs"]) == ("right", "forgiven")
    assert told("record", "A record", others=["Record"]) == ("other", "other term")
    assert told("re sign", "Re-sign", others=["Resign"]) == ("wrong", "alike")


def test_a_homonym_is_right():
    assert told("block", "Block", others=["Block"]) == ("right", "forgiven")
    assert told("blokc", "Block", others=["Block"]) == ("slip", "slip")
    assert told("Block", "Block (storage)", others=["Block (chain)"]) == ("right", "forgiven")
    assert told("Block", "Block (storage)", others=["Block"]) == ("other", "other term")


def test_the_words_of_an_expansion_come_in_any_order():
    assert told("Queue Service, Simple", "Simple Queue Service", kind=EXPANSION) == ("right", "order")
    assert told("bus event", "Event bus")[0] == "wrong"
    assert told("2.1 TLS", "TLS 1.2", kind=EXPANSION)[0] == "wrong"


def test_two_right_names_at_once_are_right():
    assert told("EC2 (Elastic Compute Cloud)", "EC2", "Elastic Compute Cloud") == ("right", "forgiven")
    assert told("EC2 (Elastic Container Service)", "EC2", "Elastic Compute Cloud")[0] == "wrong"


def test_a_known_misspelling_is_a_slip_of_the_proper_name():
    own = (Name("Fargate", 1), Name("Fairgate", 1, MISSPELLING))
    found = grade("fairgate", Meant(1, own), Names(own))
    assert (found.verdict, found.reason, found.name) == ("slip", "misspelling", "Fargate")


BRANDED = ("Acme Mail", "Acme Queue service", "Acme Disk service", "Acme Log service", "Pipe service", "SNS", "SQS")


@pytest.mark.parametrize(
    ("answer", "verdict", "other"),
    [
        ("Acme SNS", "right", None),
        ("SNS service", "right", None),
        ("Acme SNS service", "right", None),
        ("Acme SQS", "other", "SQS"),
        ("SQS service", "other", "SQS"),
        ("SQS queue", "wrong", None),
        ("Acme service", "wrong", None),
    ],
)
def test_words_in_many_names_are_no_part_of_an_answer(answer, verdict, other):
    own = Name("SNS", 7)
    found = grade(answer, Meant(7, (own,)), Names([Name(title, at, TITLE) for at, title in enumerate(BRANDED, 2)]))
    assert (found.verdict, found.other.text if found.other else None) == (verdict, other)


@pytest.mark.parametrize(
    ("answer", "label"),
    [("Dynamo DB", "DynamoDB"), ("route53", "Route 53"), ("step function", "Step Functions"), ("cd-k", "CDK")],
)
def test_what_only_leaves_out_a_space_or_a_plural_is_no_misspelling_though_it_is_written_down_as_one(answer, label):
    own = (Name(label, 1), Name(answer, 1, MISSPELLING))
    found = grade(answer, Meant(1, own), Names(own))
    assert (found.verdict, found.reason, found.name) == ("right", "forgiven", label)


def test_a_name_that_was_not_asked_for_is_told_from_other_terms():
    short, expansion = Name("SQS", 1), Name("Simple Queue Service", 1, EXPANSION)
    found = grade("sqs", Meant(1, (expansion,)), Names([short, expansion]))
    assert (found.verdict, found.reason, found.name, found.other) == ("wrong", "own name", "SQS", None)


@pytest.mark.parametrize(
    ("answer", "name", "off"),
    [
        ("Key Management System", "Key Management Service", [("System", "Service")]),
        ("the key management systems", "Key Management Service", [("systems", "Service")]),
        ("Amazon Certificate Manager", "AWS Certificate Manager", [("Amazon", "AWS")]),
        ("Key Maintenance System", "Key Management Service", None),
        ("Elastic disks", "Elastic storage", None),
    ],
)
def test_of_three_words_or_more_the_only_wrong_one_is_told(answer, name, off):
    others = [Name(f"Amazon {word}", at) for at, word in enumerate(("MQ", "Inspector", "Aurora", "Cognito"), 2)]
    expansion, unasked = Name(name, 1, EXPANSION), Name(name.removeprefix("AWS "), 1)
    found = grade(answer, Meant(1, (expansion,)), Names([expansion, unasked, *others]))
    assert (found.verdict, found.reason) == ("wrong", "one word" if off else "unknown")
    assert [(one.given, one.right) for one in found.segments if not one.is_same] == (off or [])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("", "empty"), (" \0\n", "empty"), ("x" * 501, "too long"), ("x" * 500, "unknown"), ("...", "unknown")],
)
def test_answers_that_say_nothing_are_wrong(answer, reason):
    assert told(answer, "Lambda") == ("wrong", reason)


def test_a_name_without_letters_must_be_written_as_it_is():
    assert told("->", "->") == ("right", "same")
    assert told("<-", "->") == ("wrong", "unknown")


@pytest.fixture(scope="module")
def starter():
    """The starter glossary: each term as a question means it, and the index of all names."""
    meant = [
        Meant(
            at,
            (Name(draft.title, at), *(Name(label.text, at, label.kind) for label in draft.labels)),
            draft.definition,
        )
        for at, draft in enumerate(notes.read(STARTER.read_text()).drafts)
    ]
    return meant, Names(name for term in meant for name in term.names)


def test_every_name_of_a_term_is_right(starter):
    terms, names = starter
    proper = [(term, name) for term in terms for name in term.names if name.kind != MISSPELLING]
    assert [name for term, name in proper if grade(name.text, term, names).verdict != "right"] == []


def test_no_name_of_another_term_is_ever_accepted(starter):
    terms, names = starter
    pairs = [(name, term) for other in terms for name in other.names for term in terms if term is not other]
    assert len(pairs) > 100_000
    assert [
        (name.text, term.names[0].text)
        for name, term in pairs
        if grade(name.text, term, names).verdict in ACCEPTED and fold(name.text) not in folded(term)
    ] == []


def folded(term):
    return {fold(name.text) for name in term.names}


def slips(line, dice, count=8):
    """Some ways to leave out, put in, change or swap one letter."""
    for _ in range(count):
        at, letter = dice.randrange(len(line) - 1), dice.choice(LETTERS)
        yield dice.choice(
            [
                line[:at] + line[at + 1 :],
                line[:at] + letter + line[at:],
                line[:at] + letter + line[at + 1 :],
                line[:at] + line[at + 1] + line[at] + line[at + 2 :],
            ]
        )


def test_slips_of_one_letter_that_are_nearest_to_their_own_term_are_forgiven(starter):
    terms, names = starter
    dice = random.Random(1)
    verdicts = []
    for term in terms:
        others = [fold(name.text) for other in terms if other is not term for name in other.names]
        labels = [name.text for name in term.names if name.kind != MISSPELLING and len(name.text) >= 5]
        for slip in (slip for label in labels for slip in slips(label, dice)):
            nearest = process.extractOne(fold(slip), others, scorer=OSA.distance)[1]
            if min(OSA.distance(fold(slip), own) for own in folded(term)) < nearest:
                verdicts.append(grade(slip, term, names).verdict in ACCEPTED)
    assert len(verdicts) > 3000
    assert sum(verdicts) / len(verdicts) >= 0.95


WILD = st.text(max_size=40) | st.text("aAbs12 -+#()&'éİß\0\ud800", max_size=12)


@given(answer=WILD, label=WILD, other=WILD)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_gets_a_verdict(answer, label, other):
    found = graded(answer, label, others=[other])
    assert found.verdict in {"right", "slip", "other", "wrong"}
    assert "".join(part.right for part in found.segments) in {"", found.name}


@given(one=WILD, two=WILD)
@settings(max_examples=300, deadline=None)
def test_numbers_are_never_forgiven(one, two):
    found = graded(f"{one}7{two}", f"{one}8{two}")
    assert found.verdict == "wrong"


PLAIN = st.lists(st.text(LETTERS, min_size=3, max_size=9), min_size=1, max_size=4).filter(
    lambda words: not {"the", "and"} & set(words)
)
FORGIVEN = [
    str.upper,
    str.title,
    lambda line: line.replace(" ", "-"),
    lambda line: line + "s",
    lambda line: f"“{line}”",
]


@given(words=PLAIN, one=st.sampled_from(FORGIVEN), two=st.sampled_from(FORGIVEN))
@settings(max_examples=300, deadline=None)
def test_forgiveness_goes_both_ways(words, one, two):
    left, right = one(" ".join(words)), two(" ".join(words))
    assert (graded(left, right).verdict == "right") == (graded(right, left).verdict == "right")


@given(label=st.text(LETTERS, min_size=1, max_size=4), answer=st.text(LETTERS, min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_in_four_letters_no_slip_is_forgiven(label, answer):
    assert graded(answer, label).verdict != "slip"
