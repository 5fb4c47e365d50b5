"""A database whose keys were folded by an older rule is brought up to date by migrating."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from glossary.models import Category, FactList, Label, Proposal, Term
from glossary.search import search
from quiz.models import LabelProposal

pytestmark = pytest.mark.django_db(transaction=True)


def test_migrating_folds_every_key_anew_and_makes_the_index_of_search_again():
    term = Term.objects.create(title="カギ", qualifier="ガス", definition="ドアを開ける 金属製")
    rows = [
        Category.objects.create(name="ガス"),
        term,
        Label.objects.create(term=term, text="ドア"),
        FactList.objects.create(term=term, title="グラフ"),
        Proposal.objects.create(text="ピザ", created=timezone.now()),
        LabelProposal.objects.create(term=term, text="ベル", latest=timezone.now()),
    ]
    keys = [row.key for row in rows]
    call_command("migrate", "quiz", "0001", verbosity=0)
    call_command("migrate", "glossary", "0001", verbosity=0)
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(key="old")
    Term.objects.update(title_key="old")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM glossary_search")
    call_command("migrate", verbosity=0)
    assert [type(row).objects.get(pk=row.pk).key for row in rows] == keys
    assert Term.objects.get().title_key == "カギ"
    assert [hit.term for hit in search("金属製").hits] == [term]
