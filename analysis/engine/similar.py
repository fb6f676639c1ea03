"""Comments that are near to each other: cosine of their weighted stems, by an inverted index."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from analysis.engine.records import CommentRecord, Id
from analysis.engine.text import content_stems

# A stem that more comments have than this tells them apart no more and costs much time.
COMMON = 0.2
COMMON_AT_LEAST = 50


class Index:
    """The stems of comments, each weighted by frequency and rarity (TF-IDF), of length one."""

    def __init__(self, comments: Iterable[CommentRecord]):
        comments = list(comments)
        bags = [Counter(content_stems(c.text, c.language)) for c in comments]
        self.ids: tuple[Id, ...] = tuple(comment.id for comment in comments)
        counts = Counter(stem for bag in bags for stem in bag)
        self.rarity = {
            stem: math.log((len(bags) + 1) / count) + 1e-9 for stem, count in counts.items()
        }
        self.vectors = [self.vector(bag) for bag in bags]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        limit = max(COMMON_AT_LEAST, COMMON * len(bags))
        for place, vector in enumerate(self.vectors):
            for stem, weight in vector.items():
                if counts[stem] <= limit:
                    self._postings[stem].append((place, weight))

    def vector(self, bag: Counter[str]) -> dict[str, float]:
        """Stems that the index does not know are left out."""
        weights = {
            stem: (1 + math.log(count)) * self.rarity[stem]
            for stem, count in bag.items()
            if stem in self.rarity
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {stem: weight / length for stem, weight in weights.items()} if length else {}

    def nearest(
        self, text: str, k: int = 3, skip: Collection[Id] = (), language: str = "en"
    ) -> tuple[tuple[Id, float], ...]:
        """The k comments nearest to a text with their cosine (0 to 1), the nearest first; of
        equal ones those that came first. Comments with nothing in common are left out."""
        found = self.places(text, k, skip, language)
        return tuple((self.ids[place], score) for place, score in found)

    def places(
        self, text: str, k: int, skip: Collection[Id], language: str
    ) -> list[tuple[int, float]]:
        """The same, by their places among the comments of the index."""
        scores = self._scores(content_stems(text, language))
        best = sorted(scores.items(), key=lambda item: (-round(item[1], 6), item[0]))
        found = [(place, min(1.0, score)) for place, score in best]
        return [pair for pair in found if self.ids[pair[0]] not in skip][:k]

    def _scores(self, stems: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for stem, weight in self.vector(Counter(stems)).items():
            for place, other in self._postings.get(stem, ()):
                scores[place] += weight * other
        return scores


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Of two vectors of length one."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[stem] for stem, weight in one.items() if stem in other)
