"""What people have settled already, so that the engine does not ask them again."""

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


def settled_in(codebook: Codebook) -> Settled:
    """What is settled now; four queries."""
    tags = Tag.objects.filter(theme__codebook=codebook, is_final=True)
    imported = tags.filter(source=Tag.Source.IMPORTED)
    rejected = Suggestion.objects.filter(
        run__codebook=codebook, state__in=[Suggestion.State.REJECTED, Suggestion.State.CHANGED]
    )
    by_hand = tags.exclude(source=Tag.Source.IMPORTED)
    adjudicated = Decision.objects.filter(
        theme__codebook=codebook,
        coding_task__isnull=False,
        verb=Decision.Verb.REJECT,
        decision=None,
    )
    coded = list(imported.values_list("comment_id", "theme_id"))
    return Settled(
        pairs=frozenset(by_hand.values_list("comment_id", "theme_id"))
        | frozenset(rejected.values_list("comment_id", "theme_id"))
        | frozenset(adjudicated.values_list("comment_id", "theme_id"))
        | frozenset(coded),
        coded_comments=frozenset(comment for comment, _ in coded),
        coded_themes=frozenset(theme for _, theme in coded),
    )
