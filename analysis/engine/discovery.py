"""New themes: comments that say the same, found without a codebook.

Comments become vectors (`embedding`; without installed weights the main directions of their
weighted stems), vectors become groups (`clusters`), and a group is described by its people's own
words (`described`). What a few people of one segment say, and their theme does not, is a theme of
its own, however many say other things (`minorities`). All that comes out are ids and positions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.engine import clusters, embedding
from analysis.engine.described import TEXTS_AT_LEAST, Described, FoundTheme, WiderTheme
from analysis.engine.duplicates import repeated
from analysis.engine.records import OBSERVED, CodedRecord, CommentRecord, Id, ThemeRecord
from analysis.engine.tagging import prepare
from analysis.engine.text import content_stems, says_nothing

# What each model adds to a vector. MiniLM tells short English texts apart best.
WEIGHTS = {embedding.MINILM: 1.0, embedding.USE: 0.6}
WORDS = "words"
ENCODED_AT_ONCE = 256

# Called with how many of how many comments are read.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: themes of the lower level, the wider ones, and the ids that are in none.

    `was_set`: the number of themes was given; otherwise it is the smallest with which a comment
    and the middle of its theme share `clusters.SHARED`, and at most one theme for
    `clusters.ROWS_PER_GROUP` texts. `features` are the keys of the models that it ran with, or
    "words".
    """

    themes: tuple[FoundTheme, ...]
    wider: tuple[WiderTheme, ...]
    unplaced: tuple[Id, ...]
    was_set: bool
    features: tuple[str, ...]


def discover(
    comments: Iterable[CommentRecord],
    number: int | None = None,
    *,
    vectors: embedding.Vectors | None = None,
    progress: Progress = lambda done, total: None,
) -> Discovery:
    """Find themes in comments; `number` of them, or as many as is suggested.

    Of comments with one id the last counts; the order of the others makes no difference. `vectors`
    has a row of each model for each comment, in their order; without it they are made by what is
    installed, and an empty one means that words alone are looked at. Comments without words, those
    that say nothing ("None") and impressions are not placed. With fewer than two different texts
    there is no theme. Raises ValueError for a number below 1.
    """
    if number is not None and number < 1:
        raise ValueError("The number of themes is 1 or more.")
    given = {comment.id: (comment, place) for place, comment in enumerate(comments)}
    everything = sorted(given.values(), key=lambda pair: _order(pair[0]))
    copies = _copies([comment for comment, _ in everything if _is_readable(comment)])
    texts = [same[0] for same in copies]
    if vectors is None:
        vectors = _embed(texts, progress)
    else:
        places = [given[comment.id][1] for comment in texts]
        vectors = {key: np.asarray(rows)[places] for key, rows in vectors.items()}
    features = tuple(vectors) or (WORDS,)
    ids = [comment.id for comment, _ in everything]
    if len(texts) < TEXTS_AT_LEAST:
        return Discovery((), (), tuple(ids), number is not None, features)
    found = Described(copies, _rows(texts, vectors), number)
    placed = {id_ for theme in found.themes for id_ in theme.comments}
    unplaced = tuple(id_ for id_ in ids if id_ not in placed)
    return Discovery(found.themes, found.wider, unplaced, number is not None, features)


def not_covered(
    comments: Iterable[CommentRecord],
    codebook: Sequence[ThemeRecord],
    coded: Sequence[CodedRecord] = (),
) -> tuple[CommentRecord, ...]:
    """The comments for which nothing of the codebook would be suggested."""
    tagger = prepare(codebook, coded)
    return tuple(comment for comment in comments if not tagger.suggest(comment))


def _order(comment: CommentRecord) -> tuple[bool, Id]:
    return isinstance(comment.id, str), comment.id


def _is_readable(comment: CommentRecord) -> bool:
    if comment.voice == OBSERVED or says_nothing(comment.text):
        return False
    return bool(content_stems(comment.text, comment.language))


def _copies(comments: Sequence[CommentRecord]) -> list[list[CommentRecord]]:
    """Comments of (almost) the same words together: a pasted text is one text."""
    first_of = repeated(comments)
    found: dict[Id, list[CommentRecord]] = {}
    for comment in comments:
        found.setdefault(first_of[comment.id], []).append(comment)
    return list(found.values())


def _embed(texts: Sequence[CommentRecord], progress: Progress) -> embedding.Vectors:
    parts: dict[str, list[np.ndarray]] = {}
    for start in range(0, len(texts), ENCODED_AT_ONCE):
        part = texts[start : start + ENCODED_AT_ONCE]
        for key, rows in embedding.vectors_of(part).items():
            parts.setdefault(key, []).append(rows)
        progress(start + len(part), len(texts))
    return {key: np.vstack(rows) for key, rows in parts.items()}


def _rows(texts: Sequence[CommentRecord], vectors: embedding.Vectors) -> np.ndarray:
    """A row of length one for each text. What no model reads is compared by its words."""
    blocks = [(rows, WEIGHTS.get(key, 1.0)) for key, rows in vectors.items()]
    unread = ~np.any([np.any(rows, axis=1) for rows, _ in blocks] or [[False] * len(texts)], 0)
    if unread.any():
        words = _by_words([text for text, alone in zip(texts, unread, strict=True) if alone])
        block = np.zeros((len(texts), words.shape[1]))
        block[unread] = words
        blocks.append((block, 1.0))
    return clusters.space(blocks)


def _by_words(texts: Sequence[CommentRecord]) -> np.ndarray:
    """The main directions of weighted stems (latent semantic analysis; Deerwester et al. 1990)."""
    # Here, not above: sklearn takes a second to import, and most commands do without.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.utils.extmath import randomized_svd

    bags = [content_stems(comment.text, comment.language) for comment in texts]
    weights = TfidfVectorizer(analyzer=lambda bag: bag, sublinear_tf=True).fit_transform(bags)
    size = min(clusters.DIMENSIONS, min(weights.shape) - 1)
    if size < 1:
        return weights.toarray()
    directions, strengths, _ = randomized_svd(weights, size, random_state=clusters.SEED)
    return clusters.unit(directions * strengths)
