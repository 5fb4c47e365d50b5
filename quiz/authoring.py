"""The question an editor writes in, what is wrong with it out. Pure."""

import re
from collections.abc import Collection, Sequence

from glossary.text import fold
from quiz import masking

MOST_WRONG = 8
LONGEST = 300
# How much longer than the longest wrong answer the right one may be; a few letters more are never too much.
LONGER, LETTERS = 1.6, 8
_OF_ALL = re.compile(r"\b(all|none|both|any|neither|each|either) of (the|these|those)\b|\b(a|b|1|2) and (b|c|2|3)\b")


def faults(right: str, wrong: Sequence[tuple[str, str]], stem: str = "", names: Collection[str] = ()) -> list[str]:
    """In words for the editor, each with the line it is about; names are those of the term."""
    return [*_faults_of_lines(right, wrong), *_giveaways(right, [text for text, _ in wrong], stem, names)]


def _faults_of_lines(right: str, wrong: Sequence[tuple[str, str]]) -> list[str]:
    found = [] if wrong else ["Write at least one wrong answer."]
    if len(wrong) > MOST_WRONG:
        found.append(f"Write at most {MOST_WRONG} wrong answers; these are {len(wrong)}.")
    seen = {fold(right)}
    for text, why in wrong:
        line = f"“{text or why}”"
        if not fold(text):
            found.append(f"{line}: the answer is missing before the bar.")
        elif fold(text) in seen:
            found.append(f"{line} stands here twice: the right answer or another line says the same.")
        if not why:
            found.append(f"{line}: say why it is wrong, after a bar.")
        if len(text) > LONGEST:
            found.append(f"{line[:40]}…”: an answer has at most {LONGEST} characters.")
        seen.add(fold(text))
    return found


def _giveaways(right: str, wrong: Sequence[str], stem: str, names: Collection[str]) -> list[str]:
    """What makes a second answer right, or shows the right one without knowing it."""
    own = {fold(name) for name in names}
    is_name = fold(right) in own
    found = [f"“{text}” is another name of the right answer." for text in wrong if is_name and fold(text) in own]
    said = [name for name in ([right, *names] if is_name else [right]) if len(name) > 3 or name.isupper()]
    told = next((name for name in said if masking.says(stem, [masking.pattern(name)])), "")
    if told:
        found.append(f"The question says the answer: “{told}”.")
    longest = max(map(len, wrong), default=0)
    if wrong and len(right) > max(LONGER * longest, longest + LETTERS):
        found.append("The right answer is much longer than every wrong one, which gives it away. Bring them nearer.")
    of_all = [text for text in (right, *wrong) if _OF_ALL.search(fold(text))]
    return found + [f"“{text}”: answers stand in any order, so none may speak of the others." for text in of_all]
