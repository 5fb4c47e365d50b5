"""What learners say about questions, written down for the editors: reports, and names that should count as right."""

from datetime import datetime

from django.db.models import F

from glossary.models import Label, Term
from glossary.text import clean_line, fold
from quiz.models import LabelProposal, Learner, Question, Report


def report(question: Question, learner: Learner, reason: str, note: str, now: datetime) -> Report:
    """One report for each learner and question: a second one takes the place of the first."""
    told = {"reason": reason, "note": note, "created": now, "is_settled": False}
    about = {"term_id": question.term_id, "kind": question.kind, "stem": question.stem}
    return Report.objects.update_or_create(question=question, learner=learner, defaults=told | about)[0]


def propose(term_id: int, words: str, now: datetime) -> None:
    """Another way to say a term, for an editor to take or leave; the same words only count up.

    What is another term's name already is none: to take the two for one is what the question is to find out.
    """
    words = clean_line(words)[:200]
    if not fold(words) or _is_name_of_another(term_id, fold(words)):
        return
    proposal, _ = LabelProposal.objects.get_or_create(
        term_id=term_id, key=fold(words), defaults={"text": words, "latest": now}
    )
    LabelProposal.objects.filter(pk=proposal.pk).update(times=F("times") + 1, latest=now)


def _is_name_of_another(term_id: int, key: str) -> bool:
    labels = Label.objects.filter(key=key).exclude(term=term_id)
    return labels.exists() or Term.objects.filter(title_key=key).exclude(pk=term_id).exists()
