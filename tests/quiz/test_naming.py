"""Typed answers against the names of the whole glossary."""

import random

import pytest

from glossary.models import Term
from quiz import naming, sampling
from quiz.kinds import KINDS
from quiz.kinds.base import Round


@pytest.mark.parametrize(
    ("given", "verdict", "reason"),
    [
        ("Block", "right", "same"),
        ("Block (finance)", "right", "same"),
        ("finance block", "right", "forgiven"),
        ("Block (sport)", "other", "other term"),
        ("sport block", "other", "other term"),
        ("Blocks (finance)", "right", "forgiven"),
    ],
)
def test_a_term_of_several_with_one_title_is_told_by_its_qualifier(shelf, given, verdict, reason):
    asked = Term.objects.create(
        title="Block", qualifier="finance", definition="A pledge of a bank to pay a stated sum."
    )
    Term.objects.create(title="Block", qualifier="sport", definition="A stretch of both arms that stops an attack.")
    (target,), context = sampling.draw(categories=(), terms=[asked.pk], length=1, dice=random.Random(1))
    item = KINDS["type-term"].make(target, Round(context, context.pool), random.Random(1))
    found = KINDS["type-term"].judge(item, given, naming.names())
    assert (found.verdict, found.feedback["reason"]) == (verdict, reason)
