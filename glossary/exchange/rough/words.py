"""English words that tell a title from a text, whatever the notes are about. Pure."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARTICLES = _set("a an the this these those its their your our")

# What a title does not hold, or hardly ever: pronouns, auxiliaries and other marks of a clause.
CLAUSE = _set(
    "is are was were be been being has have had does do did can could will would may might must should "
    "cannot can't don't doesn't isn't aren't won't it they you we i he she them us that which who whose "
    "because so if while when until unless whether than then there also but just only not never always "
    "often usually mostly sometimes instead already gets get got makes goes comes needs wants means says"
)

# Words that a text often opens with and a title hardly ever does.
OPENERS = _set(
    "like used created designed made built called named known based found given set kept stored placed "
    "located formed caused happens happen occurs happening basically similar same opposite often usually "
    "mostly sometimes can cannot must should will may also not never always only no lets let unlike when "
    "where if because since without within instead each every any all both another one two three think "
    "means responsible able ability anything something someone nobody everybody everyone somebody "
    "whatever everything as at by from in into on onto over per to under up with"
)

# Verbs that open a definition, in their stem; "runs", "running" and "run" are all looked up by it.
VERBS = _set(
    "accept act add allow answer apply assign attach automate balance block break build bring buy "
    "calculate call carry catch cause change check choose collect combine compare compile compute connect "
    "consist contain control convert copy cost count cover create cut decide declare define delete "
    "deliver deny depend deploy describe detect determine direct distribute divide drive enable encrypt "
    "end enforce ensure evaluate execute explain expose extend fetch fill filter find fix flow follow "
    "force form generate get give go grant group grow guard handle happen have help hide hold host "
    "identify include increase indicate inform inherit install integrate join keep kill know last lead "
    "learn leave let limit link list listen live load lock look lose lower maintain make manage map match "
    "mean measure merge migrate mix model modify monitor move name need notify occur offer open operate "
    "optimize order organize outline own pack pass pay perform persist pick place play point prevent "
    "process produce promote protect prove provide provision publish pull push put raise read receive "
    "record recover reduce refer register reject release rely remove render repeat replace replicate "
    "represent request require resolve respond restart restore restrict retrieve return review rotate "
    "route run save say scale scan schedule secure see select sell send separate serve set share shift "
    "show sit slow sort specify speed spin split spread start state stay stop store stream submit support "
    "swap switch sync take talk tell terminate test tie track transfer transform translate transport "
    "trigger try turn update use validate verify view wait want watch work wrap write"
)

# The nouns of lists that belong to something: "benefits", "types of", "stages of".
FACETS = _set(
    "advantage aspect attribute benefit cause characteristic choice component con condition consequence "
    "criterion criteria difference disadvantage downside drawback duty effect element example exception "
    "factor feature form function goal guideline habit idea ingredient issue item key kind layer level "
    "limit limitation method mode metric option part pattern phase pillar pitfall plan point practice "
    "principle pro problem procedure process property question reason recommendation requirement "
    "responsibility result risk role rule scenario sequence sign stage step strategy symptom task "
    "technique thing tip tool treatment trait type upside use usage variant way workflow case upside sort "
    "mistake metric place instruction command engine parameter flag tier source field cycle list law "
    "class event category"
)

ORDERED = _set("step stage phase sequence order process procedure lifecycle workflow cycle")

# Of these one is a whole list: "life cycle of a star", but not "duty of care".
LISTED_WHOLE = ORDERED | _set("difference criterion list way choice")

# What stands between a list's noun and its subject.
ABOUT = _set("of for to in when by from between among")

# Prepositions that hardly stand within a name.
PLACES = _set("against between without within through during around behind beneath below above under over across than")

# Whole lines that open a list inside a card; {facets} stands for all plurals of FACETS.
HEADINGS = (
    r"(?:(?:key|main|common|typical|general|important|some|other|more|basic|core|best|the|its|major|possible) )*"
    r"(?:how (?:it|they|this|that) works?|how to(?: \w+)?(?: it)?|how (?:it|they)(?:'s| is| are) (?:used|done|made)"
    r"|when to use(?: it)?|when (?:not )?to(?: \w+){0,2}|why(?: use it| it matters| use)?"
    r"|what (?:it|they) (?:does|do|is|are)|what goes into it|what (?:it|they)(?:'s| is| are) for|what to do"
    r"|use ?cases?|uses?|pros(?: (?:and|&|/) cons)?|cons|best practices|side effects|do(?:'?s)? and don'?ts"
    r"|notes?|remember|pricing|usage|syntax|signs(?: and symptoms)?|dos|don'?ts|to do|warnings?"
    r"|(?:{facets})(?: (?:and|&) (?:{facets}))?)\s*:?"
)

QUESTIONS = _set("what how why where who which when")

USUAL_HEADINGS = _set(
    "benefits advantages disadvantages limitations drawbacks features characteristics types examples steps stages "
    "symptoms causes signs pros cons uses notes usage syntax pricing"
)

SMALL_HEADINGS = _set(
    "treatment prevention diagnosis cause purpose function role structure location process procedure formula "
    "definition effect result goal usage cost workflow"
)

SMALL = _set("of the and or for to a an in on at by with from vs as into per via")


def stem(word: str) -> str:
    """A verb's stem as VERBS has it: "runs", "running" and "run" give "run"; unknown words stay as they are."""
    for ending in ("ies", "ied", "ing", "ed", "es", "s", "d"):
        if not word.endswith(ending) or len(word) <= len(ending) + 1:
            continue
        root = word[: -len(ending)]
        for candidate in (root, root + "e", root + "y", root[:-1] if root[-2:-1] == root[-1:] else root):
            if candidate in VERBS:
                return candidate
    return word


def is_adverb(word: str) -> bool:
    """Whether a word is surely one, as "practically" is and "family" is not."""
    return re.search(r"(?:al|ent|ant|ous|iv|ab|ib|ed|ing|ari|ful|less|ate)e?ly$", word) is not None


def is_third_person(word: str, following: str) -> bool:
    """Whether a word reads as a verb behind its subject, as in "client sends", and not as a plural."""
    if not word.endswith("s") or word.endswith("ss") or facet(word):
        return False
    return stem(word) in VERBS or following in ARTICLES


def facet(word: str) -> str:
    """The singular of a word that names a list; empty for any other."""
    for candidate in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"):
        if candidate in FACETS:
            return candidate
    return ""


def is_heading(line: str) -> bool:
    """Whether a folded line is a heading that lists are put under, such as "benefits" or "how it works"."""
    return _HEADING.fullmatch(line) is not None


def is_small_heading(line: str) -> bool:
    """The same for words that may as well be a term, such as "treatment"; written small they are none."""
    return line in SMALL_HEADINGS


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


_HEADING = re.compile(HEADINGS.replace("{facets}", "|".join(sorted({_plural(noun) for noun in FACETS} | {"criteria"}))))
