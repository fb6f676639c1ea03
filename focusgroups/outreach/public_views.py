"""The page of a partner: whom they asked, by their private link. No account, no script.

It shows what this partner noted and nothing else: not who registered by themselves, who waits,
came or needs something, no other partner, and no count of people.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from focusgroups import links
from focusgroups.models import FocusGroup, Invitee, Partner, Session
from focusgroups.outreach import reports
from focusgroups.outreach.addresses import group_link
from focusgroups.outreach.partner_forms import SAID, YES, AskedForm, SignUpForm
from focusgroups.services import Closed
from focusgroups.services import outreach as services
from focusgroups.told import title_of, told


def _find(token: str) -> Partner | None:
    rows = Partner.objects.filter(is_active=True).select_related("initiative")
    return links.find("partner", rows, token)


def _lost(request: HttpRequest) -> HttpResponse:
    """The link is cut off, was ended, or never was one: the same page for each."""
    return render(request, "focusgroups/public/partner_lost.html", status=404)


def partner(request: HttpRequest, token: str) -> HttpResponse:
    """Groups to fill, and whom this partner asked."""
    found = _find(token)
    if found is None:
        return _lost(request)
    groups = found.groups.select_related("title", "about")
    sessions = reports.open_sessions(groups, timezone.now())
    context = {
        "partner": found,
        "token": token,
        "initiative": found.initiative,
        "groups": [_group(group, sessions.get(group.pk, [])) for group in groups],
        "people": [_row(invitee, sessions) for invitee in reports.own_invitees(found)],
        "said": SAID,
    }
    return render(request, "focusgroups/public/partner.html", context)


def _group(group: FocusGroup, sessions: list[Session]) -> dict:
    """A group to fill, in the words of those who come."""
    return {
        "title": title_of(group),
        "about": group.about.in_language(get_language()) if group.about else "",
        "sessions": [_when_and_where(session) for session in sessions],
        "link": group_link(group),
    }


def _row(invitee: Invitee, sessions: dict[int, list[Session]]) -> dict:
    """What the page shows of one person: what the partner noted."""
    labels = {**dict(SAID), Invitee.State.REGISTERED: _("You signed them up")}
    return {
        "number": invitee.pk,
        "name": invitee.name,
        "group": title_of(invitee.group),
        "noted": labels[invitee.noted],
        "is_signed_up": invitee.noted == Invitee.State.REGISTERED,
        "may_sign_up": invitee.group_id in sessions,
    }


def partner_asked(request: HttpRequest, token: str) -> HttpResponse:
    """I asked somebody."""
    found = _find(token)
    if found is None:
        return _lost(request)
    groups = {str(group.pk): group for group in found.groups.select_related("title")}
    choices = [(number, title_of(group)) for number, group in groups.items()]
    form = AskedForm(request.POST or None, groups=choices, initial={"language": get_language()})
    if form.is_valid():
        try:
            return _note(request, token, found, groups[form.cleaned_data["group"]], form)
        except services.TooMany:
            form.add_error(None, _("That is the most for one day. Go on tomorrow, or call us."))
    context = {"partner": found, "token": token, "initiative": found.initiative, "form": form}
    return render(request, "focusgroups/public/partner_asked.html", context)


def _note(request, token: str, partner: Partner, group, form: AskedForm) -> HttpResponse:
    """Note it; who said yes is signed up on the next page, and gets no invitation."""
    said_yes = form.cleaned_data["state"] == YES
    invitee = services.note_asked(
        partner=partner,
        group=group,
        contact=form.contact,
        state=Invitee.State.ASKED if said_yes else form.cleaned_data["state"],
        may_write=form.cleaned_data["may_write"] and not said_yes,
    )
    if said_yes and reports.open_sessions([group], timezone.now()):
        return redirect("focusgroups_public:partner_sign_up", token, invitee.pk)
    messages.success(request, _("Noted. It stands on your list below."))
    return redirect("focusgroups_public:partner", token)


@require_POST
def partner_said(request: HttpRequest, token: str, invitee: int) -> HttpResponse:
    """What one of those said whom this partner asked."""
    found = _find(token)
    if found is None:
        return _lost(request)
    noted = get_object_or_404(reports.own_invitees(found), pk=invitee)
    said = request.POST.get("state", "")
    if said in dict(SAID) and noted.noted != Invitee.State.REGISTERED:
        services.set_answer(invitee=noted, state=said)
        messages.success(request, _("Noted."))
    return redirect("focusgroups_public:partner", token)


def partner_sign_up(request: HttpRequest, token: str, invitee: int) -> HttpResponse:
    """Somebody said yes: the partner writes them down with them."""
    found = _find(token)
    if found is None:
        return _lost(request)
    noted = get_object_or_404(reports.own_invitees(found), pk=invitee)
    if noted.noted == Invitee.State.REGISTERED:  # tapped twice
        return redirect("focusgroups_public:partner", token)
    sessions = _sessions_for(found, noted)
    form = SignUpForm(
        request.POST or None,
        sessions=[(str(pk), _when_and_where(session)) for pk, session in sessions.items()],
        initial={"name": noted.name, "language": noted.language},
    )
    if form.is_valid():
        try:
            services.register_for_partner(
                invitee=noted,
                session=sessions[int(form.cleaned_data["session"])],
                contact=form.contact,
            )
        except Closed:
            form.add_error("session", _("Nobody can sign up for this time any more."))
        else:
            messages.success(
                request, _("Thank you. We write to them or call them with what comes next.")
            )
            return redirect("focusgroups_public:partner", token)
    context = {
        "partner": found,
        "token": token,
        "initiative": found.initiative,
        "form": form,
        "group": title_of(noted.group),
    }
    return render(request, "focusgroups/public/partner_sign_up.html", context)


def _sessions_for(partner: Partner, invitee: Invitee) -> dict[int, Session]:
    """Times of the person's group that can still be chosen. Raises Http404 where there is none,
    and for a group that the partner fills no more."""
    groups = partner.groups.filter(pk=invitee.group_id)
    found = reports.open_sessions(groups, timezone.now()).get(invitee.group_id, [])
    if not found:
        raise Http404
    return {session.pk: session for session in found}


def _when_and_where(session: Session) -> str:
    shown = told(session)
    return f"{shown.when} · {shown.where}"
