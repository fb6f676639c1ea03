"""What the public reads: You said, we did, why not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from followup import public_reports
from initiatives.models import Initiative


def what_changed(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of an initiative that is public; approved things and nothing else."""
    initiative = get_object_or_404(Initiative.objects.public(), slug=slug)
    pairs = public_reports.pairs(initiative, timezone.localdate())
    context = {
        "initiative": initiative,
        "pairs": pairs,
        "tally": public_reports.tally(pairs),
        "listened": public_reports.listened(initiative),
    }
    return render(request, "followup/public/what_changed.html", context)
