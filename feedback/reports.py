"""Numbers and shapes for pages, from what people gave."""

from collections.abc import Collection

from feedback.models import Redaction
from feedback.redaction import Span


def hidden_spans(comment_ids: Collection[int]) -> dict[int, tuple[Span, ...]]:
    """What is hidden now in each of these comments, in order; one query. Originals' positions."""
    rows = Redaction.objects.in_force().filter(comment__in=comment_ids).order_by("start")
    found: dict[int, list[Span]] = {pk: [] for pk in comment_ids}
    for row in rows:
        found[row.comment_id].append(Span(row.start, row.end, row.kind, row.rule))
    return {pk: tuple(spans) for pk, spans in found.items()}
