"""The lines an editor writes as the wrong answers of a question in, what is wrong with them out. Pure."""

from collections.abc import Sequence

from glossary.text import fold

MOST_WRONG = 8
LONGEST = 300


def faults(right: str, wrong: Sequence[tuple[str, str]]) -> list[str]:
    """In words for the editor, each with the line it is about."""
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
