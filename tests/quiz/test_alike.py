"""Questions answered by typing are asked only where no other term of the whole glossary is a right answer, too."""

import pytest

from glossary.models import Category, Label, Term
from quiz import alike, practice
from quiz.kinds.base import likeness
from quiz.models import Learner

from .conftest import begin
from .test_sampling import draw

TWIN = "A line of waiting work from which every consumer takes what nobody else then gets."


def asked(kind, term):
    """Whether the kind is asked about a term."""
    try:
        wish = {"mode": practice.Mode.TERM, "term": term, "kinds": (kind,)}
        return begin(Learner.objects.create(), length=1, **wish).questions.filter(term=term).exists()
    except practice.NoQuiz:
        return False


def test_a_term_is_not_to_be_typed_where_another_says_the_same_even_in_another_category(shelf):
    assert asked("type-term", shelf["Queue"])
    Term.objects.create(title="Line", definition=TWIN).categories.add(Category.objects.create(name="Far"))
    assert not asked("type-term", shelf["Queue"])
    assert asked("type-term", shelf["Topic"])


def test_what_letters_stand_for_is_not_asked_where_another_term_has_them_too(shelf):
    for title, full in (("Queue", "Waiting Line"), ("Topic", "Copying Post")):
        for text, kind in ((full, "expansion"), (title[0] * 2 + "X", "abbreviation")):
            Label.objects.create(term=shelf[title], text=text, kind=kind)
    assert asked("type-expansion", shelf["Queue"])
    Label.objects.create(term=shelf["Block"], text="qqx", kind="abbreviation")
    assert not asked("type-expansion", shelf["Queue"])
    assert asked("type-expansion", shelf["Topic"])


def test_every_twin_is_found_that_comparing_all_pairs_finds(shelf):
    Term.objects.create(title="Line", definition=TWIN)
    Term.objects.create(title="Disc", definition="One virtual disk, formatted and mounted by a server at one time.")
    Term.objects.create(title="Other", definition="Something that shares no more than a word or two with any disk.")
    targets, context = draw()
    pairs = {
        one.id for one in context.pool for other in context.pool if one is not other and likeness(one, other) >= 0.5
    }
    assert alike.said_elsewhere(targets) == pairs
    assert len(pairs) == 4


@pytest.mark.parametrize("change", ["edit", "delete"])
def test_a_twin_that_is_gone_is_forgotten(shelf, change):
    twin = Term.objects.create(title="Line", definition=TWIN)
    assert not asked("type-term", shelf["Queue"])
    if change == "delete":
        twin.delete()
    else:
        Term.objects.filter(pk=twin.pk).update(definition="A stroke that is drawn with a pencil and a ruler.")
    assert asked("type-term", shelf["Queue"])
