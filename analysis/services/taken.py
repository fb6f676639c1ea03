"""What people have settled already, so that the engine does not ask them again."""

from collections.abc import Collection
from dataclasses import dataclass

from analysis.models import Codebook, Decision, Suggestion, Tag

Pair = tuple[int, int]


@dataclass(frozen=True)
class Settled:
    """Pairs of comment and theme that were decided, and comments coded elsewhere.

    Who codes a whole file elsewhere looked for every theme of `coded_themes` in each comment of
    `coded_comments`; a theme that is newer than that file is asked about there too.
    """

    pairs: frozenset[Pair]
    coded_comments: frozenset[int]
    coded_themes: frozenset[int]

    def has(self, comment: int, theme: int) -> bool:
        if comment in self.coded_comments and theme in self.coded_themes:
            return True
        return (comment, theme) in self.pairs


def coded_elsewhere(codebook: Codebook) -> frozenset[int]:
    """The themes that some imported code names; one query."""
    imported = Tag.objects.filter(theme__codebook=codebook, source=Tag.Source.IMPORTED)
    return frozenset(imported.order_by().values_list("theme_id", flat=True).distinct())


def settled_in(
    codebook: Codebook, comments: Collection[int], coded_themes: frozenset[int]
) -> Settled:
    """What is settled now on these comments (their numbers): tags, and what was decided against.

    Three queries, inside the transaction that writes: people go on deciding while a run works.
    """
    pair = ("comment_id", "theme_id")
    tags = Tag.objects.filter(theme__codebook=codebook, is_final=True, comment__in=comments)
    rows = list(tags.values_list(*pair, "source"))
    against = Decision.objects.filter(
        theme__codebook=codebook, comment__in=comments, verb=Decision.Verb.REJECT, decision=None
    )
    changed = Suggestion.objects.filter(
        run__codebook=codebook, comment__in=comments, state=Suggestion.State.CHANGED
    )
    return Settled(
        pairs=frozenset((comment, theme) for comment, theme, _ in rows)
        | frozenset(against.values_list(*pair))
        | frozenset(changed.values_list(*pair)),
        coded_comments=frozenset(
            comment for comment, _, source in rows if source == Tag.Source.IMPORTED
        ),
        coded_themes=coded_themes,
    )
