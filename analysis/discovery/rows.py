"""What the engine suggests as rows of candidates, and rows as the engine's records.

Beside `adapters`, which does the same for runs.
"""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from analysis import adapters
from analysis.engine import CommentRecord, Evidence, embedding
from analysis.engine.described import FoundTheme
from analysis.engine.discovery import Discovery as Found
from analysis.models import Candidate, CandidateComment, CandidatePlace, Discovery, Vector
from feedback.models import Comment
from feedback.redaction import to_original

Kind = CandidatePlace.Kind
BATCH = 2_000


def stored_vectors(comments: Sequence[Comment]) -> embedding.Vectors:
    """The vectors of all these comments as a run or a search left them; empty where one is missing.

    A page does not wait for a comment to be read anew: words are compared instead.
    """
    rows = Vector.objects.current().filter(made_with=adapters.made_with(), comment__in=comments)
    kept = dict(rows.values_list("comment_id", "numbers"))
    if not kept or len(kept) < len(comments):
        return {}
    each = [adapters.unpacked(bytes(kept[comment.pk])) for comment in comments]
    return {key: np.array([row[key] for row in each]) for key in each[0]}


def write_candidates(
    discovery: Discovery, found: Found, batch: adapters.Batch, standing: Collection[int]
) -> list[Candidate]:
    """Candidates with their comments and places; comments that have gone meanwhile are left out."""
    writer = Writer(discovery, batch, standing)
    wider = {}
    for number, above in enumerate(found.wider):
        if len(above.themes) > 1:
            name = above.name if above.is_named else None
            wider[number] = writer.add(name, above.keywords, is_wider=True)
    made = [writer.add_theme(theme, wider.get(theme.group)) for theme in found.themes]
    writer.save()
    return made


class Writer:
    """Collects rows of one discovery and writes them together."""

    def __init__(self, discovery: Discovery, batch: adapters.Batch, standing: Collection[int]):
        self._discovery, self._hidden, self._standing = discovery, batch.hidden, standing
        self._comments: list[CandidateComment] = []
        self._places: list[CandidatePlace] = []
        self._order = discovery.candidate_set.count()

    def add_theme(self, theme: FoundTheme, wider: Candidate | None) -> Candidate:
        segment = int(theme.segment) if theme.segment else None
        name = theme.name if theme.is_named else None
        candidate = self.add(name, theme.keywords, wider=wider, segment_id=segment)
        self.add_comments(candidate, theme.comments)
        self._place(candidate, Kind.CLOSEST, theme.closest)
        self._place(candidate, Kind.DIFFERENT, theme.different)
        return candidate

    def add(self, name: Evidence | None, keywords: Iterable[Evidence], **fields) -> Candidate:
        """`name`: a phrase that several people use, or None where there is none yet."""
        self._order += 1
        candidate = Candidate.objects.create(discovery=self._discovery, order=self._order, **fields)
        self._place(candidate, Kind.NAME, [name] if name else [])
        self._place(candidate, Kind.KEYWORD, keywords)
        return candidate

    def add_comments(self, candidate: Candidate, ids: Iterable[int]) -> None:
        self._comments += [
            CandidateComment(candidate=candidate, comment_id=pk, order=order)
            for order, pk in enumerate(ids)
            if pk in self._standing
        ]

    def _place(self, candidate: Candidate, kind: str, places: Iterable[Evidence]) -> None:
        for place in places:
            if place.comment in self._standing:
                start, end = to_original(self._hidden[place.comment], place.start, place.end)
                self._places.append(
                    CandidatePlace(
                        candidate=candidate,
                        kind=kind,
                        comment_id=place.comment,
                        start=start,
                        end=end,
                    )
                )

    def add_examples(self, candidate: Candidate, records: Iterable[CommentRecord]) -> None:
        """Whole comments as examples."""
        places = [Evidence(record.id, 0, len(record.text)) for record in records]
        self._place(candidate, Kind.CLOSEST, places)

    def save(self) -> None:
        CandidateComment.objects.bulk_create(self._comments, BATCH)
        CandidatePlace.objects.bulk_create(self._places, BATCH)
