"""What a group of comments could be called, in words of its people.

A name is a phrase of somebody whose words several others use as well, and the rest does not. The
more of them say the words together, in one sentence, the better. Numbers, times, praise and verbs
of all work name nothing by themselves (`text.nameless_stems`). Where nothing is good enough no name
is made up: the words of the closest comment stand there, and it is said that they are no name.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter

from analysis.engine.phrases import Read
from analysis.engine.records import CommentRecord, Evidence
from analysis.engine.text import clauses, nameless_stems, sentences, stem, stop_words, tokens

# A name has so many words at most.
LONGEST = 4
# Each of its words is said in so many comments of the group.
COMMENTS_AT_LEAST = 2
# It is looked for in so many comments, those that stand first, and so far into each.
LOOKED_AT, CHARACTERS = 40, 4_000
# What a phrase is worth beside one word: said together once, and what is added where its words are
# always said together; the same for a word and one beside it that names nothing.
PHRASE, TOGETHER = 1.25, 0.35
BESIDE, ALWAYS = 0.6, 0.5
# Of a comment that stands for a name so many words are shown.
WORDS_OF_EXAMPLE = 8

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """Where it is said. `is_shared`: several people use its words; else it is one comment's."""

    place: Evidence
    stems: Stems
    is_shared: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words of one clause that neither begin nor end with a stop word.

    `strong` are the stems that could name something; `is_whole`: no stop word stands inside.
    """

    order: int
    place: Evidence
    said: str
    stems: Stems
    strong: Stems
    is_whole: bool


class _Sentences:
    """In which sentences, of which comments, each stem stands."""

    def __init__(self):
        self._places: dict[str, set[tuple[int, int]]] = defaultdict(set)

    def add(self, order: int, number: int, stems: Iterable[str]) -> None:
        for one in stems:
            self._places[one].add((order, number))

    def together(self, stems: Stems) -> set[int]:
        """The comments that have all of them in one sentence."""
        places = set.intersection(*(self._places[one] for one in stems))
        return {order for order, _ in places}


def name(
    group: Sequence[Read],
    weights: Mapping[str, float],
    taken: Set[Stems] = frozenset(),
    parts: Sequence[Hashable] = (),
) -> Name:
    """The best name of a group whose closest comment stands first.

    `weights` are those of `phrases.Rarity`: of stems that several people say. Names with the stems
    of one that is `taken` are left out. With `parts`, one for each comment, each word of a name is
    said in two of them at least. A comment of the group has a word in it.
    """
    looked, index = group[:LOOKED_AT], _Sentences()
    by_stems: dict[Stems, list[_Run]] = defaultdict(list)
    for order, one in enumerate(looked):
        for run in _runs(order, one.comment, index):
            by_stems[run.stems].append(run)
    ranked = [
        ((-round(value, 9), same[0].order, same[0].place.start), stems)
        for stems, same in by_stems.items()
        if stems not in taken
        and _is_spread(same[0].strong, index, parts)
        and (value := _worth(same[0], weights, index)) > 0
    ]
    if not ranked:
        return _of_example(group)
    _, best = min(ranked, key=itemgetter(0))
    return Name(_as_most_say_it(by_stems[best], looked), best, is_shared=True)


def _is_spread(stems: Stems, index: _Sentences, parts: Sequence[Hashable]) -> bool:
    """Whether each of them is said in two comments, and in two parts where there are parts."""
    each = [index.together(frozenset({one})) for one in stems]
    if any(len(orders) < COMMENTS_AT_LEAST for orders in each):
        return False
    return not parts or all(len({parts[order] for order in orders}) > 1 for orders in each)


def _runs(order: int, comment: CommentRecord, index: _Sentences) -> list[_Run]:
    """The runs of a comment; its sentences are put in the index."""
    text, found = comment.text[:CHARACTERS], []
    for number, sentence in enumerate(sentences(text)):
        for start, end in clauses(text, sentence):
            words = _Words(comment, start, text[start:end])
            index.add(order, number, words.stems())
            found += words.runs(order)
    return found


class _Words:
    """The words of a clause that begins at `start`, each with its stem; none for a stop word."""

    def __init__(self, comment: CommentRecord, start: int, text: str):
        language, stop = comment.language, stop_words(comment.language)
        self._id, self._start, self._tokens = comment.id, start, tokens(text)
        self._nameless = nameless_stems(language)
        self._stems = [
            None if t.word in stop or len(t.word) < 2 else stem(t.word, language)
            for t in self._tokens
        ]

    def stems(self) -> Stems:
        return frozenset(one for one in self._stems if one is not None)

    def runs(self, order: int) -> Iterable[_Run]:
        for first, one in enumerate(self._stems):
            for last in range(first, min(first + LONGEST, len(self._stems))):
                if one is not None and self._stems[last] is not None:
                    yield self._run(order, first, last)

    def _run(self, order: int, first: int, last: int) -> _Run:
        stems = frozenset(one for one in self._stems[first : last + 1] if one is not None)
        strong = frozenset(s for s in stems - self._nameless if not s.isdecimal())
        words = self._tokens[first : last + 1]
        place = Evidence(self._id, self._start + words[0].start, self._start + words[-1].end)
        said = " ".join(word.word for word in words)
        return _Run(order, place, said, stems, strong, None not in self._stems[first : last + 1])


def _worth(run: _Run, weights: Mapping[str, float], index: _Sentences) -> float:
    """What its words weigh on the average; more for a phrase whose words are said together."""
    each = [weights.get(one, 0.0) for one in run.strong]
    if not each or not all(each):
        return 0.0
    mean = sum(each) / len(each)
    if len(run.stems) == 1:
        return mean
    together = len(index.together(run.stems))
    share = together / min(len(index.together(frozenset({one}))) for one in run.strong)
    if len(run.strong) > 1:
        return mean * (PHRASE + TOGETHER * share)
    # "waiting time", but not "hours for a form".
    return mean * (BESIDE + ALWAYS * share) if together > 1 and run.is_whole else 0.0


def _as_most_say_it(same: Sequence[_Run], group: Sequence[Read]) -> Evidence:
    """Of runs of the same stems the one that most people say so, then the shortest, the first."""
    people: dict[str, set[Hashable]] = defaultdict(set)
    for run in same:
        people[run.said].add(group[run.order].sender)
    best = min(
        same, key=lambda r: (-len(people[r.said]), len(r.said.split()), r.order, r.place.start)
    )
    return best.place


def _of_example(group: Sequence[Read]) -> Name:
    """The first words of the comment that stands first."""
    comment = next((one.comment for one in group if tokens(one.comment.text)), group[0].comment)
    words = tokens(comment.text)[:WORDS_OF_EXAMPLE]
    ends = [end for _, end in sentences(comment.text) if end > words[0].start]
    last = next((w for w in reversed(words) if w.end <= ends[0]), words[0])
    return Name(Evidence(comment.id, words[0].start, last.end), frozenset(), is_shared=False)
