"""A number and dice in, the drafts of a made-up glossary of that size out: to try and to measure with. Pure."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from glossary import text
from glossary.exchange.drafts import Draft, DraftLabel, DraftList, DraftRelation
from glossary.relations import Kind

MOST_CATEGORIES = 24
One = TypeVar("One")


class Dice(Protocol):
    """What is used of a `random.Random`."""

    def random(self) -> float: ...

    def randint(self, a: int, b: int) -> int: ...

    def choice(self, seq: Sequence[One]) -> One: ...

    def sample(self, population: Sequence[One], k: int) -> list[One]: ...


def _words(line: str) -> list[str]:
    return line.split()


_ONSETS = _words("b br c ch cl d dr f fl g gl gr h j k kl l m n p pl pr qu r s sh sk sl st t th tr v w y z")
_VOWELS = _words("a e i o u ai ea io oa ou")
_JOINTS = ["", "", "", "", "n", "r", "l", "s"]
_ENDINGS = ["", "", "", "n", "r", "l", "s", "m", "x", "nd", "rk", "lt", "sk"]
# What a made-up word is put before.
_THINGS = _words(
    "gateway queue bucket registry ledger relay cluster volume index stream policy token broker mesh cache shard "
    "pipeline scheduler balancer endpoint replica snapshot channel vault console daemon adapter buffer lattice probe"
)
_CATEGORIES = _words(
    "Storage Networking Compute Security Messaging Monitoring Databases Delivery Identity Billing Analytics Testing "
    "Caching Search Scheduling Mobile Hardware Protocols Languages Backups Migration Governance Streaming Support"
)
_OPENING = "A {quality} {thing} that {verb} {objects} before {other} sees them."
_SENTENCES = [
    "It {verb} {objects} between {other} and {another}, and keeps a record of each.",
    "Compared with {other}, it costs less for {objects} that are {quality}.",
    "Most teams put it behind {other} as soon as {objects} no longer fit on one machine.",
    "When {other} fails, it goes on for as long as its {thing} has room.",
    "Its settings are read once, from `{code}.conf`, and hold until it is started again.",
    "Unlike {other}, it is *{quality}*: nothing is lost when the power goes.",
    "Operators watch how many {objects} wait in it, and add another {thing} in time.",
    "Without it, every {thing} would have to ask {other} for its {objects}.",
    "Over {protocol} it also reaches {stranger}, for {objects} that came in another way.",
]
_ITEMS = [
    "It {verb} {objects} in order.",
    "Works with {other} from the first day.",
    "No {thing} to look after.",
    "Costs nothing while no {objects} come in.",
    "Takes up to {number} {objects} a second.",
]
_QUALITIES = _words("managed regional stateless durable shared signed versioned throttled private distributed")
_VERBS = _words("collects routes signs stores checks copies counts spreads compresses replays")
_OBJECTS = _words("messages requests objects events files records packets images secrets invoices")
_PROTOCOLS = _words("HTTP TLS AMQP JSON DNS UDP QUIC SSH YAML LDAP")
# Never a title: what a glossary mentions and doesn't explain.
_STRANGERS = _words("Ordwynd Calthexia Brivantum Quellmarsh Hexaforge Undrel Narvique Oxbarrow")
_LISTS = ["Benefits", "Limits", "How it works", "Common uses"]
_KINDS = [Kind.USES, Kind.RUNS_ON, Kind.TRIGGERS, Kind.SECURES, Kind.PART_OF, Kind.IS_A, Kind.CONTRASTS, Kind.RELATED]


def glossary(count: int, dice: Dice) -> Iterator[Draft]:
    """The drafts, one by one; a relation leads to a draft that came before, so that no circle can close."""
    titles = _titles(count, dice)
    categories = _CATEGORIES[: max(3, min(MOST_CATEGORIES, count // 20))]
    for at, title in enumerate(titles):
        yield Draft(
            title,
            definition="" if dice.random() < 0.03 else _definition(titles, dice),
            labels=list(_labels(title, dice)),
            categories=dice.sample(categories, 2 if dice.random() < 0.15 else 1),
            fact_lists=[_fact_list(titles, dice)] if dice.random() < 0.3 else [],
            relations=list(_relations(titles[:at] if at < 50 else titles[at - 50 : at], dice)),
        )


def word(dice: Dice) -> str:
    """A word that nobody has heard and everybody can say."""
    begun = [dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_JOINTS) for _ in range(dice.choice((1, 1, 2)))]
    return "".join([*begun, dice.choice(_ONSETS), dice.choice(_VOWELS), dice.choice(_ENDINGS)])


def _titles(count: int, dice: Dice) -> list[str]:
    """Names in upper and lower case as people write them, no two of them with the same key."""
    titles: dict[str, str] = {}
    while len(titles) < count:
        things = dice.sample(_THINGS, dice.choice((0, 0, 1, 1, 1, 2)))
        title = " ".join([word(dice).capitalize(), *things])
        titles.setdefault(text.fold(title), title)
    return list(titles.values())


def _definition(titles: list[str], dice: Dice) -> str:
    others = dice.sample(_SENTENCES, dice.randint(1, 4))
    cut = len(others) if dice.random() < 0.8 else len(others) // 2
    paragraphs = [[_OPENING, *others[:cut]], others[cut:]]
    return "\n\n".join(" ".join(_filled(one, titles, dice) for one in part) for part in paragraphs if part)


def _filled(sentence: str, titles: list[str], dice: Dice) -> str:
    return sentence.format(
        quality=dice.choice(_QUALITIES),
        thing=dice.choice(_THINGS),
        verb=dice.choice(_VERBS),
        objects=dice.choice(_OBJECTS),
        other=dice.choice(titles),
        another=dice.choice(titles),
        code=word(dice) if "{code}" in sentence else "",
        number=dice.randint(2, 90) * 100,
        protocol=dice.choice(_PROTOCOLS),
        stranger=dice.choice(_STRANGERS),
    )


def _labels(title: str, dice: Dice) -> Iterator[DraftLabel]:
    if title.count(" ") > 1:
        yield DraftLabel("abbreviation", text.initials(title))
    if dice.random() < 0.25:
        yield DraftLabel("synonym", f"{word(dice).capitalize()} {dice.choice(_THINGS)}")
    if dice.random() < 0.05 and len(title) > 4:
        yield DraftLabel("misspelling", title[0] + title[2] + title[1] + title[3:])


def _fact_list(titles: list[str], dice: Dice) -> DraftList:
    items = dice.sample(_ITEMS, 0 if dice.random() < 0.04 else dice.randint(2, 4))
    return DraftList(dice.choice(_LISTS), dice.random() < 0.2, [_filled(item, titles, dice) for item in items])


def _relations(before: list[str], dice: Dice) -> Iterator[DraftRelation]:
    for other in dice.sample(before, min(len(before), dice.choice((0, 0, 1, 1, 2)))):
        yield DraftRelation(dice.choice(_KINDS), True, other, is_proposed=dice.random() < 0.02)
