from types import SimpleNamespace

import pytest

from quiz.telling import Told, says_again, tell, tell_all


def option(text, title="", slug="", reason="Not this one."):
    return {"text": text, "title": title, "slug": slug, "reason": reason}


def asked(options, key=1, answer=2, stem="", title="", **data):
    return SimpleNamespace(title=title, options=options, key=key, answer=answer, stem=stem, data=data)


SQS = option("A waiting line for messages.", "SQS", "sqs", "A waiting line for messages. Each is taken once.")
SNS = option("A channel that copies.", "SNS", "sns", "That would be SNS. A channel that copies.")


@pytest.mark.parametrize(
    ("shown", "text", "is_said"),
    [
        ("A queue for work.", "A queue for work. It is long.", True),
        ("A(n) ____ for work.", "An SQS queue for work.", True),
        ("The ____ of a ____ is kept.", "The name of a bucket is kept.", True),
        ("A queue for work …", "A queue for work and for play.", True),
        ("A queue for work.", "A topic for work.", False),
        ("work for a ____", "A queue for work.", False),
    ],
)
def test_a_text_says_again_what_was_shown_whatever_its_blanks_hide(shown, text, is_said):
    assert says_again(shown, text) is is_said


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (SNS, Told("A channel that copies.", slug="sns", link="That would be SNS")),
        (SNS | {"slug": ""}, Told("A channel that copies.", "That would be SNS.", link="That would be SNS")),
        (SNS | {"text": "SNS"}, Told("SNS", "A channel that copies.", "sns")),
        (option("Blue", reason="Grass is green."), Told("Blue", "Grass is green.", link="The whole entry on ")),
    ],
)
def test_a_wrong_option_is_told_once_with_its_reason_and_its_entry(chosen, told):
    first, second = tell(asked([SQS, chosen]))
    assert first.text == SQS["reason"]
    assert second == Told(told.text, told.why, told.slug, told.link, is_mine=True)


def test_a_reason_that_only_repeats_is_left_out():
    right = option("Elastic Compute Cloud", "EC2", "ec2", "EC2 stands for Elastic Compute Cloud.")
    assert tell(asked([right, SNS], stem="EC2", title="EC2"))[0].why == ""


def test_every_option_of_a_list_says_where_it_belongs():
    reason = "It belongs to Presigned URL, under “Settings”."
    odd = option("The presigned URL expires.", "Presigned URL", "presigned-url", reason)
    items = [option(text, "URL", "url", f"URL, Settings: {text}") for text in ("One.", "Two.")]
    told = tell(asked([odd, *items], stem="URL: settings", title="URL", list="Settings"))
    assert [one.why for one in told] == [reason, "It belongs here.", "It belongs here."]


def test_a_false_statement_is_told_with_what_it_describes_and_what_the_term_means():
    true, false = SNS | {"text": "True"}, SQS | {"text": "False", "reason": "SQS: A waiting line."}
    told = tell(asked([true, false], key=2, answer=1, statement="A channel that copies."))
    assert told == [
        Told("False", slug="sns", link="That would be SNS", is_right=True),
        Told("SQS: A waiting line.", slug="sqs", link="The whole entry on SQS"),
    ]


def test_of_several_options_each_says_whether_it_applies_and_was_chosen():
    told = tell_all(asked([SQS, SNS, SNS], key=[1, 2], answer=[2, 3]))
    assert [(one.is_right, one.is_mine) for one in told] == [(True, False), (True, True), (False, True)]
