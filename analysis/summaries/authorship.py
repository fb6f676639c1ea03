"""Who wrote in a version of a summary, and so cannot approve it."""

from collections.abc import Collection

from accounts.models import AuditEntry
from analysis.models import Sentence, SummaryVersion

# The steps on record that make somebody an author of a version.
WRITING = (
    "begin_summary",
    "ask_for_quotes",
    "cancel_drafting",
    "add_quote",
    "add_sentence",
    "edit_sentence",
    "replace_quote",
    "shorten_quote",
    "remove_sentence",
    "restore_sentence",
    "move_sentence",
)


NAMING = ("make_theme", "edit_theme")


def authors_of_each(versions: Collection[SummaryVersion]) -> dict[int, set[int]]:
    """By version, everybody who began it or wrote, chose, edited or removed a sentence of it.

    Also those who wrote a sentence in the version it was copied from. Who removed one is known
    only from the record; without that, one could shape a summary by leaving out and approve it.
    """
    found = {version.pk: {version.begun_by_id} for version in versions}
    of_theme = SummaryVersion.objects.filter(pk__in=found).values_list("pk", "summary__theme")
    themes = dict(of_theme)
    namers = _namers({theme for theme in themes.values() if theme is not None})
    authors = Sentence.authors.through.objects.filter(sentence__version__in=found)
    for version, user in authors.values_list("sentence__version", "user"):
        found[version].add(user)
    written = AuditEntry.objects.filter(
        subject_kind="SummaryVersion",
        subject_id__in=[str(pk) for pk in found],
        verb__in=WRITING,
        actor__isnull=False,
    )
    for version, user in written.values_list("subject_id", "actor"):
        found[int(version)].add(user)
    for version, theme in themes.items():
        found[version] |= namers.get(theme, set())
    return found


def _namers(themes: Collection[int]) -> dict[int, set[int]]:
    """By theme, who made it or changed its words since they were approved last; two queries.

    Its name and definition are approved with the version, so they count as written in it.
    """
    decided = SummaryVersion.objects.filter(
        summary__theme__in=themes, state__in=["APPROVED", "SUPERSEDED"]
    ).order_by("decided_at")
    last = dict(decided.values_list("summary__theme", "decided_at"))
    entries = AuditEntry.objects.filter(
        subject_kind="Theme",
        subject_id__in=[str(pk) for pk in themes],
        verb__in=NAMING,
        actor__isnull=False,
    )
    found: dict[int, set[int]] = {}
    for theme, actor, at in entries.values_list("subject_id", "actor", "at"):
        if last.get(int(theme)) is None or at > last[int(theme)]:
            found.setdefault(int(theme), set()).add(actor)
    return found


def authors_of(version: SummaryVersion) -> set[int]:
    """Everybody who may not approve this version."""
    return authors_of_each([version])[version.pk]
