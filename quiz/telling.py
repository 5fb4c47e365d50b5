"""An answered question in, what is told about each of its options out, and nothing twice. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from glossary.text import fold
from quiz.kinds.base import MAX_OPTION, MIN_OPTION, first_sentences, that_would_be
from quiz.masking import BLANK, content_words

# A reason of which no more than this is new says nothing new.
HARDLY_NEW = 0.25
IN_THE_LIST = "It belongs here."


class Answered(Protocol):
    title: str
    stem: str
    options: Sequence[Mapping[str, Any]]
    key: Any
    answer: Any
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """An option as it is told: its words, why it is right or wrong, and the way to its entry."""

    text: str
    why: str = ""
    slug: str = ""
    link: str = ""  # the words of the link to the entry; without any, the text itself is the link
    is_right: bool = False
    is_mine: bool = False


def tell(question: Answered) -> list[Told]:
    """The right option of a choice first, then what was chosen instead, then the others."""
    if "statement" in question.data:
        return _of_statement(question)
    told = [_option(option, question) for option in question.options]
    told = _marked(told, [question.key], [question.answer])
    return _once(sorted(told, key=lambda one: (not one.is_right, not one.is_mine)))


def tell_all(question: Answered) -> list[Told]:
    """The options of a question with several right ones, in the order shown."""
    told = [_option(option, question) for option in question.options]
    return _once(_marked(told, question.key, question.answer or ()))


def without_blanks(option: Mapping[str, Any]) -> str:
    """The text of an option; of a definition with blanks as much as was shown, with what they hid."""
    text, (_, meaning) = option["text"], _split(option)
    is_hidden = BLANK in text and says_again(text, meaning)
    return first_sentences(meaning, MIN_OPTION, MAX_OPTION) if is_hidden else text


def says_again(shown: str, text: str) -> bool:
    """Whether a text says what was shown, whatever stands in the place of its blanks."""
    at, said = 0, text.casefold()
    for piece in shown.replace("(n) ", " ").rstrip(" .…").casefold().split(BLANK.casefold()):
        at = said.find(piece.strip(), at)
        if at < 0:
            return False
        at += len(piece.strip())
    return True


def _marked(told: Sequence[Told], right: Sequence[int], mine: Sequence[Any]) -> list[Told]:
    return [replace(one, is_right=at in right, is_mine=at in mine) for at, one in enumerate(told, 1)]


def _once(told: Sequence[Told]) -> list[Told]:
    """A reason that holds for several options is told at the first of them; each item of the list says its own."""
    before = [{one.why for one in told[:at]} - {IN_THE_LIST} for at in range(len(told))]
    return [replace(one, why="") if one.why in others else one for one, others in zip(told, before, strict=True)]


def _of_statement(question: Answered) -> list[Told]:
    """True or false: what the statement is about, and what the term in it means. That there are two, everybody saw."""
    right, other = question.options[question.key - 1], question.options[2 - question.key]
    lead, _ = _split(other)
    verdict = Told(right["text"], is_right=True, is_mine=question.answer == question.key)
    if lead:
        verdict = replace(verdict, why="" if other["slug"] else f"{lead}.", slug=other["slug"], link=lead)
    return [verdict, Told(right["reason"], slug=right["slug"], link=f"The whole entry on {right['title']}")]


def _option(option: Mapping[str, Any], question: Answered) -> Told:
    text, slug, title = option["text"], option["slug"], option["title"]
    lead, meaning = _split(option)
    entry = f"The whole entry on {title}"
    if fold(text) == fold(title):
        return Told(text, meaning, slug)
    if (BLANK in text or meaning.startswith(text)) and says_again(text, meaning):
        return Told(meaning, f"{lead}." if lead and not slug else "", slug, lead or entry)
    return Told(text, _why(option, question), slug, entry)


def _why(option: Mapping[str, Any], question: Answered) -> str:
    """The reason of an option as far as it is new: always, where it is about another term than the question."""
    why, is_own = option["reason"], option["title"] == question.title
    if is_own and "list" in question.data:
        return IN_THE_LIST
    return why if not is_own or _is_new(why, f"{option['text']} {question.title} {question.stem}") else ""


def _split(option: Mapping[str, Any]) -> tuple[str, str]:
    """A reason as whose the option is and what that means; the first is empty where it only names the term."""
    reason, title = option["reason"], option["title"]
    for said, lead in ((that_would_be(title), that_would_be(title).rstrip(".")), (f"{title}:", "")):
        if title and reason.startswith(f"{said} "):
            return lead, reason.removeprefix(f"{said} ")
    return "", reason


def _is_new(why: str, said: str) -> bool:
    words = content_words(why)
    return len(words - content_words(said)) > HARDLY_NEW * len(words)
