"""Answering a poll of times by its link: no account, no script, nothing of others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from focusgroups import links, services
from focusgroups.models import TimePoll, TimePollPerson
from focusgroups.polls import access, reports, zones
from focusgroups.polls.public_forms import AnswerForm, ClockForm
from focusgroups.registering.lost import lost


def poll(request: HttpRequest, token: str) -> HttpResponse:
    """Say when one could come."""
    found = access.find_poll(token)
    if found is None:
        return lost(request)
    zone = _zone(request, found.zone, found.zone)
    times = reports.times_to_come(found, timezone.now())
    if not found.is_open or not times:
        return _closed(request, found)
    form = AnswerForm(request.POST or None, poll=found, times=times, zone=zone)
    if form.is_valid():
        try:
            person = services.answer_poll(
                poll=found,
                name=form.cleaned_data["name"],
                zone=zone,
                says=form.says(),
                number=form.number(),
            )
        except services.PollClosed:
            return _closed(request, found)
        except services.PollFull:
            return _closed(request, found, is_full=True)
        return _saved(request, person)
    url = reverse("focusgroups_public:poll", args=[token])
    return _answer_page(request, found, form, zone, url=url)


def my_times(request: HttpRequest, token: str) -> HttpResponse:
    """Read and change what one said; nobody else has this link."""
    person = access.find_person(token)
    if person is None:
        return lost(request)
    found = person.poll
    zone = _zone(request, person.zone, found.zone)
    times = reports.times_to_come(found, timezone.now()) if found.is_open else []
    says = reports.said_by(person)
    form = AnswerForm(
        request.POST or None,
        poll=found,
        times=times,
        zone=zone,
        initial={"name": person.name} | {f"time_{pk}": said for pk, said in says.items()},
    )
    if times and form.is_valid():
        try:
            services.change_poll_answer(
                person=person, name=form.cleaned_data["name"], zone=zone, says=form.says()
            )
        except services.PollClosed:
            return _closed(request, found)
        except TimePollPerson.DoesNotExist:
            return lost(request)
        return _saved(request, person)
    url = reverse("focusgroups_public:my_times", args=[token])
    context = {
        "person": person,
        "token": token,
        "own_url": links.address("focusgroups_public:my_times", token, language=get_language()),
    }
    return _answer_page(request, found, form, zone, url=url, **context)


@require_POST
def my_times_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's answer back: the name and all that was said is deleted."""
    person = access.find_person(token)
    if person is None:
        return lost(request)
    services.delete_poll_answer(person=person)
    context = {"initiative": person.poll.group.initiative}
    return render(request, "focusgroups/polls/public/taken_back.html", context)


def _answer_page(request, found: TimePoll, form, zone: str, **context) -> HttpResponse:
    template = "my_times" if "person" in context else "answer"
    context |= reports.about(found) | {
        "form": form,
        "zone": zone,
        "zone_name": zones.zone_name(zone),
        "clock": ClockForm(initial={"zone": zone}, own=(found.zone, zone)),
        "is_other_clock": zone != found.zone,
    }
    return render(request, f"focusgroups/polls/public/{template}.html", context)


def _saved(request: HttpRequest, person: TimePollPerson) -> HttpResponse:
    messages.success(request, _("Saved. Thank you."))
    return redirect("focusgroups_public:my_times", links.token_of("poll-person", person))


def _zone(request: HttpRequest, first: str, of_poll: str) -> str:
    """The clock that was chosen: it is in the address, and stays with the form."""
    asked = request.POST.get("zone") or request.GET.get("zone") or ""
    return asked if zones.is_known(asked, own=(first, of_poll)) else first


def _closed(request: HttpRequest, found: TimePoll, *, is_full: bool = False) -> HttpResponse:
    context = reports.about(found) | {"is_full": is_full, "not_kept": request.method == "POST"}
    status = 409 if request.method == "POST" else 200
    return render(request, "focusgroups/polls/public/closed.html", context, status=status)
