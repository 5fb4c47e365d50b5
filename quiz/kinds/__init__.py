"""The kinds of questions, by name, in the order they are offered. Pure.

A new kind is a class with what `base.Kind` lists, an entry here, and a template for asking and for the answer.
"""

from quiz.kinds.base import Kind
from quiz.kinds.letters import AbbreviationOfExpansion, ExpansionOfAbbreviation
from quiz.kinds.lists import BelongsToList, NotInList
from quiz.kinds.meaning import DefinitionOfTerm, TermOfDefinition
from quiz.kinds.related import AllRelated, OneRelated
from quiz.kinds.statements import Authored, Cloze, TellApart, TrueFalse
from quiz.kinds.structure import MatchDefinitions, StepsInOrder
from quiz.kinds.typed import TypeExpansion, TypeTerm

_ALL: tuple[Kind, ...] = (
    TermOfDefinition(),
    DefinitionOfTerm(),
    TellApart(),
    Cloze(),
    TrueFalse(),
    MatchDefinitions(),
    OneRelated(),
    AllRelated(),
    BelongsToList(),
    NotInList(),
    StepsInOrder(),
    ExpansionOfAbbreviation(),
    AbbreviationOfExpansion(),
    TypeTerm(),
    TypeExpansion(),
    Authored(),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
