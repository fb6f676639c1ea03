"""Drawing suggestions by lot, to tell how often the engine is right on a theme."""

from secrets import randbelow

from django.db import transaction

from accounts import audit
from accounts.models import User
from analysis.models import AuditSample, Run, Suggestion, Theme

SIZE = 30
SEEDS = 2**31 - 1


class NothingToDraw(ValueError):
    """There is nothing to draw a sample from. The message says what is missing."""


@transaction.atomic
def draw_audit_sample(
    *, actor: User, theme: Theme, size: int = SIZE, seed: int | None = None
) -> AuditSample:
    """Draw up to `size` suggestions of the newest finished run; the seed is kept.

    Raises NothingToDraw where no run has suggested the theme.
    """
    runs = Run.objects.filter(codebook=theme.codebook_id, state=Run.State.DONE)
    run = runs.first()
    rows = Suggestion.objects.of_standing_comments().filter(theme=theme, run=run)
    if run is None or not rows.exists():
        raise NothingToDraw("The newest run suggested this theme nowhere. Start a run first.")
    sample = AuditSample.objects.create(
        theme=theme,
        run=run,
        seed=randbelow(SEEDS) if seed is None else seed,
        size=size,
        made_by=actor,
    )
    initiative = theme.codebook.initiative_id
    audit.record(actor=actor, verb="draw_audit_sample", subject=sample, initiative=initiative)
    return sample
