"""Stopping our letters, by the link that stands in each of them. No account, no script."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from initiatives.models import Initiative
from letters import stop_links
from letters.services import is_stopped, start_again
from letters.services import stop as stop_letters


# The link itself is the proof, and mail programs that offer "Unsubscribe" post to it by
# themselves (RFC 8058): they have no page of ours, and so no token of it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, contact: str) -> HttpResponse:
    """Ask, and stop or begin again by one tap. Opening the page changes nothing: scanners do."""
    found = stop_links.read(contact)
    if found is None:
        raise Http404
    if request.method == "POST":
        _do(found, request.POST.get("what", "stop"))
        if request.POST.get("List-Unsubscribe") != "One-Click":
            return redirect(request.path)
    initiative = Initiative.objects.filter(pk=found.initiative).first()
    context = {
        "initiative": initiative,
        "is_stopped": is_stopped(contact_hash=found.contact_hash, initiative=found.initiative),
        "all_are_stopped": is_stopped(contact_hash=found.contact_hash),
    }
    return render(request, "letters/stop.html", context)


def _do(found: stop_links.Stop, what: str) -> None:
    whose = found.contact_hash
    if what == "again":
        start_again(contact_hash=whose, initiative=found.initiative)
    else:
        stop_letters(contact_hash=whose, initiative=0 if what == "all" else found.initiative)
