"""Rough study notes in, drafts and an account of every line out. Pure.

The notes have no agreed marks: titles and text alternate as they came to the writer's mind. Three steps:
`lines` looks at each line by itself, `roles` finds the most likely role of every line given its
neighbours, `cards` makes drafts of the cards so found.
"""

from glossary import text
from glossary.exchange.drafts import Reading
from glossary.exchange.rough.cards import interpret
from glossary.exchange.rough.roles import find_cards


def read(source: str) -> Reading:
    """The terms in the notes; never fails but for a line too long to keep, which ReadError names."""
    reading = interpret(find_cards(text.lines(text.clean(source))))
    for draft in reading.drafts:
        draft.check()
    return reading
