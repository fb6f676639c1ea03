"""Suggest themes of a codebook for comments, with the place that shows each and the reason.

A suggestion's score is the probability that a person would put the theme on the comment. Three
things speak for a theme: its own words (`keywords`), what its description means (`meaning`), and
how like the comment is to comments that people coded with it (`likeness`, `learning`);
`calibration` says what they are worth together. The same input gives the same output.
"""

from collections.abc import Callable, Sequence

import numpy as np

from analysis.engine.calibration import THRESHOLD, Band, logit
from analysis.engine.embedding import NAMES, Vectors, vectors_of
from analysis.engine.keywords import headings
from analysis.engine.knowledge import Knowledge, Numbers
from analysis.engine.likeness import Features
from analysis.engine.places import Places
from analysis.engine.reading import Reader, Reading
from analysis.engine.reasons import LOOKED_AT, SIMILAR, reason
from analysis.engine.records import (
    OBSERVED,
    CodedRecord,
    CommentRecord,
    Id,
    Look,
    NextRecord,
    Reason,
    Span,
    SuggestionRecord,
    ThemeRecord,
)
from analysis.engine.spans import best_of

__all__ = ["THRESHOLD", "Tagger", "prepare"]

# So many comments are looked at together; memory grows with them times the coded comments.
CHUNK = 512
# So many of the themes that are not suggested are named.
NEXT_AT_MOST = 10
# Of a suggestion that rests on meaning alone the sentence models tell where it shows. Where people
# coded examples, their words tell nearly as well, and the models would double the time of a run.
FELT = "meaning"
# A further piece is shown if its log-odds are hardly lower than those of the best.
NEARLY = 0.7


def prepare(
    codebook: Sequence[ThemeRecord],
    coded: Sequence[CodedRecord] = (),
    vectors: Vectors | None = None,
) -> "Tagger":
    """A tagger for this codebook, which learns from the coded comments where there are any.

    `vectors` holds a row for each coded comment by each model; None: they are made here, by the
    models that are installed; {}: without any.

    Themes that only hold others (a name and nothing else) are never suggested. Of a comment whose
    voice is OBSERVED nothing is learned, and nothing is suggested for it.
    """
    if vectors is None:
        vectors = vectors_of([record.comment for record in coded])
    return Tagger(codebook, coded, vectors)


class Tagger:
    """Made by `prepare`. `learned_from` lists the comments that its model rests on.

    `thresholds`: by the code of each theme, the probability from which on it is suggested.
    """

    def __init__(
        self, codebook: Sequence[ThemeRecord], coded: Sequence[CodedRecord], vectors: Vectors
    ):
        only_names = headings(codebook)
        by_code = {theme.code: theme for theme in reversed(codebook)}
        self.themes = tuple(
            theme
            for theme in codebook
            if theme.code not in only_names and by_code[theme.code] is theme
        )
        self.models = tuple(sorted(vectors))
        self._reader = Reader(self.themes, self.models)
        self._known = Knowledge(self.themes, self._reader, coded, vectors)
        self.learned_from: tuple[Id, ...] = tuple(comment.id for comment in self._known.coded)
        limits = self._known.thresholds.tolist()
        self.thresholds = {t.code: limit for t, limit in zip(self.themes, limits, strict=True)}

    @property
    def features(self) -> str:
        """What the tagger works with, as a part of a sentence."""
        learned = len(self.learned_from)
        by = f"{learned:,} coded comments" if learned else "no coded comments yet"
        models = " and ".join(NAMES[key] for key in self.models) or "no sentence model"
        return f"{len(self.themes)} themes, their keywords and definitions, {by}, {models}"

    def reliability(self) -> tuple[Band, ...]:
        """How often a theme was on the coded comments for which it had such a probability, each
        judged without what came together with it; empty where nothing is coded."""
        return self._known.reliability()

    def suggest(
        self, comment: CommentRecord, vectors: Vectors | None = None
    ) -> tuple[SuggestionRecord, ...]:
        """The themes that reach their thresholds, the most probable first, then by code."""
        return self.suggest_all([comment], vectors)[0]

    def suggest_all(
        self, comments: Sequence[CommentRecord], vectors: Vectors | None = None
    ) -> tuple[tuple[SuggestionRecord, ...], ...]:
        """For each comment, in their order, what `suggest` says of it; quicker for many.

        `vectors` holds a row for each comment by each model; None: they are made here.
        """
        return tuple(look.suggested for look in self.look_all(comments, vectors))

    def look_all(
        self, comments: Sequence[CommentRecord], vectors: Vectors | None = None
    ) -> tuple[Look, ...]:
        """For each comment what is suggested, and the themes that come next."""
        found: list[Look] = []
        for start in range(0, len(comments), CHUNK):
            rows = vectors
            if vectors is not None:
                rows = {key: vectors[key][start : start + CHUNK] for key in self.models}
            found += self._look(self._reader.read(comments[start : start + CHUNK], rows))
        return tuple(found)

    def read(self, comments: Sequence[CommentRecord], vectors: Vectors | None = None) -> Features:
        """Comments as the numbers that everything else rests on."""
        return self._reader.read(comments, vectors).features(self._known.space)

    def similar(
        self, comment: CommentRecord, k: int = SIMILAR, vectors: Vectors | None = None
    ) -> tuple[tuple[Id, float], ...]:
        """The k coded comments nearest to this one with their likeness (0 to 1), nearest first."""
        cosines = self._known.cosines(self.read([comment], vectors))[0]
        near = self._known.nearest(comment, cosines, k)
        return tuple((self._known.coded[place].id, likeness) for place, likeness in near)

    def _look(self, reading: Reading) -> list[Look]:
        found = self._known.numbers(reading)
        limits = np.array([self.thresholds[theme.code] for theme in self.themes])
        wanted = (found.chances >= limits) & (found.parts.sum(axis=2) > 0)
        says = [
            bool(words) and comment.voice != OBSERVED
            for comment, words in zip(reading.comments, reading.words, strict=True)
        ]
        order = [self._order(row) if says[n] else [] for n, row in enumerate(found.chances)]
        best = [[theme for theme in those if wanted[n, theme]] for n, those in enumerate(order)]
        reasons = [self._reasons(n, reading, found, themes) for n, themes in enumerate(best)]
        places = Places(reading, says, self._speaks, len(self.themes))
        if self.models:
            kinds = [{why.kind for why in those.values()} for those in reasons]
            places.look_nearer([n for n, some in enumerate(kinds) if FELT in some])
        # What a piece has to say for a theme to be suggested for it alone.
        enough = logit(limits) - self._known.starts
        shows = [self._shows(n, reading, found, places, enough) for n in range(len(reading))]
        return [
            self._look_of(comment, found.chances[n], order[n], reasons[n], shows[n])
            for n, comment in enumerate(reading.comments)
        ]

    def _speaks(self, reading: Reading) -> np.ndarray:
        return self._known.numbers(reading).parts.sum(axis=2)

    def _order(self, chances: np.ndarray) -> list[int]:
        """The themes by number, the most probable first, then by code."""
        return sorted(range(len(self.themes)), key=lambda n: (-chances[n], self.themes[n].code))

    def _reasons(
        self, place: int, reading: Reading, found: Numbers, themes: Sequence[int]
    ) -> dict[int, Reason]:
        """Why each of these themes is suggested for the comment at a place of the reading."""
        if not themes:
            return {}
        known, hits = self._known, reading.hits[place]
        near = known.nearest(reading.comments[place], found.cosines[place], LOOKED_AT)
        return {
            theme: reason(
                self.themes[theme],
                hits.get(theme, ()),
                found.parts[place, theme].tolist(),
                [known.coded[n].id for n, _ in near if known.has[n, theme]],
            )
            for theme in themes
        }

    def _shows(
        self, place: int, reading: Reading, found: Numbers, places: Places, enough: np.ndarray
    ) -> Callable[[int], tuple[Span, ...]]:
        """A function of a theme's number: where the comment at this place shows it."""
        text, words = reading.comments[place].text, reading.words[place]

        def shows(theme: int) -> tuple[Span, ...]:
            def weigh() -> list[float]:
                likeness = found.likeness[place]
                by = self._known.words.of(reading.stems[place], found.features, place, likeness)
                return by(theme, reading.hits[place].get(theme, ()))

            odds = places.odds[place][:, theme].tolist()
            least = max(enough[theme], max(odds) - NEARLY)
            return best_of(text, words, places.pieces[place], odds, least, weigh)

        return shows

    def _look_of(
        self,
        comment: CommentRecord,
        chances: np.ndarray,
        order: Sequence[int],
        reasons: dict[int, Reason],
        shows: Callable[[int], tuple[Span, ...]],
    ) -> Look:
        suggested = tuple(
            SuggestionRecord(
                comment=comment.id,
                theme=self.themes[theme].code,
                score=float(chances[theme]),
                spans=shows(theme),
                reason=why,
            )
            for theme, why in reasons.items()
        )
        further = [theme for theme in order if theme not in reasons][:NEXT_AT_MOST]
        return Look(
            suggested,
            tuple(
                NextRecord(self.themes[theme].code, float(chances[theme]), shows(theme)[0])
                for theme in further
            ),
        )
