"""Words that may say who somebody is: names after an introduction, addresses, birth dates.

These rules err to both sides: they hide what is no name, and miss a name that nothing introduces.
So what they find waits for a person, and a page may not promise that names are hidden by rule.
Each repetition is bounded, so that the time grows with the length of the text and no faster.
"""

import re
from collections.abc import Iterator

from feedback.not_names import NOT_NAMES

# One word of a name: Leo, O'Hara, Anne-Marie, D’Angelo.
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŽ]"
_WORD = rf"{_CAPITAL}[\w'’-]{{1,30}}"
_BETWEEN = {"de", "la", "los", "las", "del", "van", "von", "der", "bin", "al", "and", "y"}
_LITTLE = r"(?:de la|de los|de las|de|del|van|von|der|bin|al)"
_GAP = r"[^\S\n]{1,3}"
_MAY = r"[^\S\n]{0,3}"
_NAME = rf"{_WORD}(?:{_GAP}(?:{_LITTLE}{_GAP})?(?:{_WORD}|{_CAPITAL}\b\.?)){{0,3}}"
_NAMES = rf"({_NAME}(?:(?:,{_GAP}|,?{_GAP}(?:and|y|&){_GAP}){_NAME}){{0,4}})"

_KIN = (
    "sons?|daughters?|kids?|child|children|baby|babies|boys?|girls?|twins|stepson|stepdaughter|"
    "husband|wife|ex|partner|boyfriend|girlfriend|fianc[eé]e?|mother|father|mom|mum|dad|mama|papa|"
    "sisters?|brothers?|grand(?:ma|pa|mother|father|son|sons|daughter|daughters|child|kids)|"
    "aunt|auntie|uncle|niece|nephew|cousins?|friend|neighbou?r|roommate|landlord|foster (?:mother|"
    "father|mom|dad|parents?|son|daughter|child)"
)
_STAFF = (
    "case ?workers?|case ?managers?|social ?workers?|workers?|supervisor|investigator|therapist|"
    "counsell?or|teacher|principal|nurse|doctor|lawyer|attorney|public defender|guardian|"
    "guardian ad litem|advocate|judge|referee|officer|deputy|detective|sergeant|coach|pastor|"
    "midwife|consultant|surgeon"
)
_OWN = "my|our|his|her|their|your|mi|mis|su|sus|tu|nuestr[oa]s?"
_PARIENTES = (
    "hij[oa]s?|niñ[oa]s?|beb[eé]s?|espos[oa]|marido|pareja|novi[oa]|mam[aá]|pap[aá]|madre|padre|"
    "herman[oa]s?|niet[oa]s?|abuel[oa]s?|t[ií][oa]s?|sobrin[oa]s?|prim[oa]s?|hijastr[oa]|amig[oa]|"
    "vecin[oa]|ex"
)
_PERSONAL = (
    "trabajadora?(?: social)?|supervisora?|terapeuta|maestr[oa]|abogad[oa]|juez|jueza|doctora?|"
    "enfermer[oa]|consejer[oa]|investigadora?|oficial|directora?"
)
_TITLES = (
    "mrs?|ms|miss|mx|dr|dra|sr|sra|srta|judge|judges|officer|deputy|detective|sgt|sergeant|pastor|"
    "rev|reverend|aunt|auntie|uncle|grandma|grandpa|se[ñn]ora?|se[ñn]orita|don|doña|t[ií][oa]|"
    "abuel[oa]|juez|jueza"
)
_NAMED = "named|called|llamad[oa]s?|de nombre"
_CALLED = rf"(?:,|:| is| was| are| were| es| era|,? (?:{_NAMED}))?"

INTRODUCED = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:names? (?:is|was|are|were)|they call me|i go by){_GAP}{_NAMES}",
        rf"\b(?i:me llamo|se llaman?|mi nombre es|su nombre es|llamad[oa]s?){_GAP}{_NAMES}",
        rf"\b(?i:i am|i['’]m|this is|it['’]s|soy|somos|habla){_GAP}{_NAMES}",
        rf"\b(?i:{_OWN}){_GAP}(?:\w{{2,12}}{_GAP})?(?i:{_KIN}|{_STAFF}|{_PARIENTES}|{_PERSONAL})"
        rf"{_CALLED}{_GAP}\(?{_NAMES}",
        rf"\b(?i:{_STAFF}|{_PERSONAL}){_CALLED}{_GAP}{_NAMES}",
        rf"\b(?i:(?:{_KIN}|{_PARIENTES}){_GAP}(?:{_NAMED})){_GAP}{_NAMES}",
        rf"\b(?i:{_TITLES})\b\.?{_GAP}{_NAMES}",
        rf"(?:\b(?i:sincerely|regards|signed|atentamente),?|—|--)\s{{1,3}}{_NAMES}[.\s]{{0,3}}\Z",
    )
]
# Small letters too, since a telephone writes so; then only what cannot be meant otherwise.
LOWER_CASE = re.compile(
    rf"\b(?i:names? (?:is|was)|me llamo|nombre es){_GAP}([a-zà-öø-þ][\w'’-]{{1,30}}"
    rf"(?:{_GAP}[a-zà-öø-þ][\w'’-]{{1,30}})?)"
)
# After these a single word is no name; “this is Ramsey” and “it's Leo” say little.
TWO_WORDS = re.compile(r"(?i:this is|it['’]s)\s")

_STREET = (
    "street|avenue|boulevard|parkway|highway|terrace|lane|road|drive|court|circle|trail|place|way"
)
_SHORT = "St|Ave|Blvd|Pkwy|Hwy|Ln|Rd|Dr|Ct|Cir|Pl|Ter"
_FLAT = rf"(?:,?{_GAP}(?:(?i:apt|apartment|unit|suite|ste|lot|no)\b\.?|\#){_MAY}\#?\w{{1,6}})?"
ADDRESSES = [
    re.compile(pattern)
    for pattern in (
        rf"\b\d{{1,6}}[A-Za-z]?{_GAP}"
        rf"(?:(?:[NSEW]\.?|{_CAPITAL}[\w'’.-]{{1,30}}|\d{{1,3}}(?:st|nd|rd|th)){_GAP}){{1,4}}"
        rf"(?:(?i:{_STREET})|{_SHORT})\b\.?"
        rf"(?:{_GAP}(?:[NSEW]{{1,2}}|North|South|East|West)\b)?{_FLAT}",
        rf"\b\d{{1,6}}{_GAP}(?:(?i:[nsew])\b\.?{_GAP})?"
        rf"(?!(?i:the|an|of|in|on|my|our|per|to|down|more|other)\b)\w{{2,30}}{_GAP}"
        rf"(?i:street|avenue|boulevard|lane|road)\b{_FLAT}",
        rf"\b(?i:apt|apartment)\b\.?{_MAY}\#?{_MAY}\d{{1,5}}[A-Za-z]?\b",
        rf"\b(?i:p\.?{_MAY}o\.?{_MAY}box){_GAP}\d{{1,7}}\b",
        rf"\b(?i:calle|avenida|av\.|callej[oó]n|bulevar|colonia|apartamento)"
        rf"(?:{_GAP}(?:{_LITTLE}|{_WORD})){{0,4}},?{_GAP}(?:n[uú]mero{_GAP}|\#)?\d{{1,6}}\b"
        rf"(?:{_MAY}\#{_MAY}\d{{1,6}})?",
    )
]

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|octubre|noviembre|diciembre"
)
_DAY = (
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}[/-]\d{2,4}"
    rf"|(?:{_MONTH})\b\.?{_GAP}(?:\d{{1,2}}(?:st|nd|rd|th)?\b,?)?(?:{_MAY}\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|ro)?{_GAP}(?:of{_GAP}|de{_GAP})?(?:{_MONTH})\b"
    rf"(?:,?{_GAP}(?:del?{_GAP})?\d{{4}})?)"
)
_BIRTH = (
    r"born|birth ?days?|birth ?date|date of birth|d\.?o\.?b\.?|nacid[oa]s?|naci[oóeé]|nacimos|"
    "fecha de nacimiento|cumpleaños"
)
BORN = re.compile(
    rf"\b(?:{_BIRTH})\W{{0,3}}(?:(?:is|was|on|in|the|el|es|en|d[ií]a|fue)\W{{1,2}}){{0,3}}({_DAY})",
    re.IGNORECASE,
)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand that somebody introduces.

    >>> list(names("I am Jane Roe."))
    [(5, 13)]
    >>> list(names("I am Hmong."))
    []
    """
    for pattern in INTRODUCED:
        yield from _introduced(pattern, text)
    for match in LOWER_CASE.finditer(text):
        words = match[1].split()
        if words[0] not in NOT_NAMES:
            end = match.start(1) + len(words[0]) if words[-1] in NOT_NAMES else match.end(1)
            yield match.start(1), end


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where streets with their numbers stand.

    >>> list(addresses("at 12 Elm Street"))
    [(3, 16)]
    """
    for pattern in ADDRESSES:
        yield from (match.span() for match in pattern.finditer(text))


def birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Where it is said when somebody was born.

    >>> list(birth_dates("born 03/04/2015"))
    [(5, 15)]
    """
    yield from (match.span(1) for match in BORN.finditer(text))


def _introduced(pattern: re.Pattern, text: str) -> Iterator[tuple[int, int]]:
    """What is read as a list of names may hold the next introduction: Ms. Lee and Mr. Ray."""
    match = pattern.search(text)
    while match:
        place = match.start(1)
        found = _name_in(text, *match.span(1))
        if found and (len(text[slice(*found)].split()) > 1 or not TWO_WORDS.match(match.group())):
            yield found
            place = found[1]
        match = pattern.search(text, max(place, match.start() + 1))


def _name_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words from `start` that may be a name, up to the first that is none."""
    found: list[re.Match] = []
    for word in re.finditer(r"[\w'’.-]+", text[start:end]):
        plain = word.group().strip(".'’-").removesuffix("'s").removesuffix("’s")
        plain = plain.replace("'", "").replace("’", "")
        if plain in _BETWEEN:
            continue
        if plain.casefold() in NOT_NAMES or (plain.isupper() and len(plain) > 1):
            break
        found.append(word)
    return (start + found[0].start(), start + found[-1].end()) if found else None
