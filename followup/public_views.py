"""What the public reads: You said, we did, why not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from followup import reports
from initiatives.models import Initiative


def what_changed(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of an initiative that is public; approved things and nothing else."""
    initiative = get_object_or_404(Initiative.objects.public(), slug=slug)
    context = {"initiative": initiative, "pairs": reports.pairs(initiative)}
    return render(request, "followup/public/what_changed.html", context)
