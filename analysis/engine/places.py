"""Where in a comment a theme shows: each of its pieces is asked what the whole comment is asked.

So a piece shows a theme by the theme's keywords as well as by words of comments that people coded
with it. The sentence models take their time; they read pieces only where a suggestion rests on
meaning alone.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from analysis.engine.embedding import LONGEST_CHARACTERS, vectors_of
from analysis.engine.reading import Reading
from analysis.engine.spans import Piece, pieces

# Comments × themes: what speaks for each theme, as log-odds.
Odds = Callable[[Reading], np.ndarray]
TOGETHER = 512


class Places:
    """The pieces of comments and what each says for each theme."""

    def __init__(self, reading: Reading, wanted: Sequence[bool], odds_of: Odds, themes: int):
        self._reading, self._odds_of = reading, odds_of
        self.pieces = [
            pieces(comment.text) if is_wanted else []
            for comment, is_wanted in zip(reading.comments, wanted, strict=True)
        ]
        self.odds = [np.zeros((len(cut), themes)) for cut in self.pieces]
        several = [place for place, cut in enumerate(self.pieces) if len(cut) > 1]
        self._fill({place: self.pieces[place] for place in several}, models=False)

    def look_nearer(self, places: Collection[int]) -> None:
        """Have the sentence models read the pieces of some comments too.

        The models read long comments to a certain place only; what stands behind is left out.
        """
        cut = {
            place: [p for p in self.pieces[place] if p.start < LONGEST_CHARACTERS]
            for place in sorted(places)
        }
        cut = {place: first for place, first in cut.items() if len(first) > 1}
        for place, first in cut.items():
            self.pieces[place] = first
        self._fill(cut, models=True)

    def _fill(self, cut: dict[int, list[Piece]], *, models: bool) -> None:
        rows = [(place, piece) for place, some in cut.items() for piece in some]
        found = [
            self._odds_of(self._part(rows[start : start + TOGETHER], models))
            for start in range(0, len(rows), TOGETHER)
        ]
        if not found:
            return
        ends = np.cumsum([len(some) for some in cut.values()])[:-1]
        for place, odds in zip(cut, np.split(np.vstack(found), ends), strict=True):
            self.odds[place] = odds

    def _part(self, rows: Sequence[tuple[int, Piece]], models: bool) -> Reading:
        part = self._reading.parts(rows)
        if not models:
            return part
        known = vectors_of(part.comments)
        return replace(part, vectors={key: known.get(key, no) for key, no in part.vectors.items()})
