"""Suggest themes of a codebook for comments, with the place that shows each and the reason.

A suggestion's score is the probability that a person would put the theme on the comment: the log-
odds that the theme's own words give (`keywords`), moved by what was learned from comments that
people have coded (`learning`). The same input gives the same output, byte for byte.
"""

import math
from collections.abc import Sequence

from analysis.engine import learning
from analysis.engine.embedding import Vectors
from analysis.engine.keywords import Hit, Keywords, edition, headings, weigh_once
from analysis.engine.records import (
    OBSERVED,
    CodedRecord,
    CommentRecord,
    Id,
    Reason,
    SuggestionRecord,
    ThemeRecord,
)
from analysis.engine.similar import Index
from analysis.engine.spans import evidence
from analysis.engine.text import Token, base, stem, tokens

# What is less probable than this is not suggested.
THRESHOLD = 0.3
# How much of a key is needed to reach the threshold without examples, how much counts at most,
# and by how much a whole keyword raises the log-odds.
ENOUGH, MOST, SLOPE = 0.4, 2.0, 2.0
START = math.log(THRESHOLD / (1 - THRESHOLD)) - SLOPE * ENOUGH
# A part of the score that moves it less than this is no reason.
REASON_AT_LEAST = 0.2
SIMILAR, LOOKED_AT = 3, 40


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
    return Tagger(codebook, coded, vectors)


class Tagger:
    """Made by `prepare`. `learned_from` lists the comments that its model rests on.

    `thresholds`: by the code of each theme, the probability from which on it is suggested.
    """

    def __init__(
        self,
        codebook: Sequence[ThemeRecord],
        coded: Sequence[CodedRecord],
        vectors: Vectors | None = None,
    ):
        only_names = headings(codebook)
        by_code = {theme.code: theme for theme in reversed(codebook)}
        self.themes = tuple(
            theme
            for theme in codebook
            if theme.code not in only_names and by_code[theme.code] is theme
        )
        self.thresholds = {theme.code: THRESHOLD for theme in self.themes}
        self._keywords: dict[str, Keywords] = {}
        coded = [record for record in coded if record.comment.voice != OBSERVED]
        self._learn(coded)

    def _learn(self, coded: Sequence[CodedRecord]) -> None:
        numbers = {theme.code: number for number, theme in enumerate(self.themes)}
        themes = [
            frozenset(numbers[code] for code in record.themes if code in numbers)
            for record in coded
        ]
        examples = [
            self._example(record.comment, numbers)
            for record, numbers in zip(coded, themes, strict=True)
        ]
        self._model = learning.train(examples, len(self.themes), START)
        learned = bool(self._model.learned)
        self.learned_from: tuple[Id, ...] = tuple(r.comment.id for r in coded if learned)
        self._coded_as = {
            record.comment.id: numbers for record, numbers in zip(coded, themes, strict=True)
        }
        self._index = Index(record.comment for record in coded if learned)

    def _example(self, comment: CommentRecord, themes: frozenset[int]) -> learning.Example:
        words, stems = _read(comment)
        hits = self._find(comment.language, words, stems)
        prior = {theme: _odds(found) for theme, found in hits.items()}
        alone = ("comment", comment.id)
        sender = alone if comment.submission is None else ("submission", comment.submission)
        return learning.Example(stems, sender, prior, themes)

    def _find(
        self, language: str, words: Sequence[Token], stems: Sequence[str]
    ) -> dict[int, list[Hit]]:
        language = base(language)
        if language not in self._keywords:
            self._keywords[language] = Keywords(self.themes, language)
        return self._keywords[language].find(words, stems)

    @property
    def features(self) -> str:
        """What the tagger works with, as a part of a sentence."""
        learned = len(self.learned_from)
        by = f"{learned:,} coded comments" if learned else "no coded comments yet"
        return f"{len(self.themes)} themes, their keywords and definitions, {by}"

    def suggest_all(
        self, comments: Sequence[CommentRecord], vectors: Vectors | None = None
    ) -> tuple[tuple[SuggestionRecord, ...], ...]:
        """For each comment, in their order, what `suggest` says of it; quicker for many.

        `vectors` holds a row for each comment by each model; None: they are made here.
        """
        return tuple(self.suggest(comment) for comment in comments)

    def similar(
        self, comment: CommentRecord, k: int = SIMILAR, vectors: Vectors | None = None
    ) -> tuple[tuple[Id, float], ...]:
        """The k coded comments nearest to this one with their cosine, the nearest first."""
        return self._index.nearest(comment.text, k, skip=(comment.id,), language=comment.language)

    def suggest(
        self, comment: CommentRecord, vectors: Vectors | None = None
    ) -> tuple[SuggestionRecord, ...]:
        """The themes that reach their thresholds, the most probable first, then by code."""
        words, stems = _read(comment)
        if comment.voice == OBSERVED or not words:
            return ()
        hits = self._find(comment.language, words, stems)
        learned = self._model.part(stems) if self._model.learned else [0.0] * len(self.themes)
        found = []
        for number, more in enumerate(learned):
            odds = _odds(hits.get(number, ()))
            score = learning.sigmoid(START + odds + more)
            # How common a theme is says nothing about this comment; its words must.
            if score >= THRESHOLD and odds + more > self._model.bias[number]:
                found.append((-round(score, 4), self.themes[number].code, number))
        near = self._near(comment) if found and self._model.learned else ()
        return tuple(
            SuggestionRecord(
                comment=comment.id,
                theme=code,
                score=-score,
                spans=evidence(
                    comment.text, words, self._weights(stems, hits.get(number, ()), number)
                ),
                reason=self._reason(number, hits.get(number, ()), learned[number], near),
            )
            for score, code, number in sorted(found)
        )

    def _near(self, comment: CommentRecord) -> tuple[Id, ...]:
        near = self._index.nearest(
            comment.text, LOOKED_AT, skip=(comment.id,), language=comment.language
        )
        return tuple(id_ for id_, _ in near)

    def _weights(self, stems: Sequence[str], hits: Sequence[Hit], theme: int) -> list[float]:
        """What each word says for the theme: its keys, and what was learned."""
        weights = learning.shown_by(self._model, stems, theme)
        for hit in hits:
            share = SLOPE * hit.weight / (hit.last - hit.first + 1)
            for place in range(hit.first, hit.last + 1):
                weights[place] += share
        return weights

    def _reason(
        self, theme: int, hits: Sequence[Hit], learned: float, near: Sequence[Id]
    ) -> Reason:
        odds = _odds(hits)
        by_examples = learned >= REASON_AT_LEAST or odds < REASON_AT_LEAST
        by_keywords = odds >= REASON_AT_LEAST
        similar = [id_ for id_ in near if theme in self._coded_as[id_]][:SIMILAR]
        best = sorted(weigh_once(hits).items(), key=lambda pair: (-pair[1], pair[0]))
        return Reason(
            kind=("both" if by_keywords else "examples") if by_examples else "keywords",
            keywords=tuple(key for key, _ in best if key >= 0),
            numbers=(round(odds, 3), round(learned, 3)),
            similar=tuple(similar) if by_examples else (),
            edition=edition(self.themes[theme]),
        )


def _read(comment: CommentRecord) -> tuple[list[Token], list[str]]:
    words = tokens(comment.text)
    return words, [stem(word.word, comment.language) for word in words]


def _odds(hits: Sequence[Hit]) -> float:
    """By how much the keys that were found raise the log-odds of a theme (or lower them)."""
    return SLOPE * max(-MOST, min(MOST, sum(weigh_once(hits).values())))
