"""Of a world: a letter that did not arrive, somebody to call, and the link that stops letters."""

from django.utils import timezone

from initiatives.models import Initiative
from letters.models import Letter
from letters.stop_links import Stop, token_of


def make_letters(initiative: Initiative, subject: int) -> tuple[dict[str, int], dict[str, str]]:
    """Numbers by noun, and what else stands in brackets."""
    about = {
        "subject": subject,
        "initiative": initiative.pk,
        "due_at": timezone.now(),
    }
    failed = Letter.objects.create(
        kind="registration_thanks", state="FAILED", reason="FULL", **about
    )
    to_call = Letter.objects.create(
        kind="registration_thanks", occasion="2", by_phone=True, **about
    )
    numbers = {"letters": failed.pk, "calls": to_call.pk}
    stop = token_of(Stop("0f" * 32, initiative.pk))
    return numbers, {"letter_kind": "registration_confirmed", "contact": stop}
