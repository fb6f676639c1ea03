"""Many people from a file: upload, say what the columns mean, look, then register or invite.

Which file it is stands in the browser session of whoever brought it, so nobody else opens it.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from focusgroups.people import list_files, list_reports
from focusgroups.people.list_forms import ListForm, UploadForm
from focusgroups.people.list_reports import Kept, Target
from focusgroups.permissions import PLANNERS
from focusgroups.services.people_lists import Added, invite_people, register_people
from focusgroups.services.registrations import Closed
from initiatives.access import get_initiative_for
from initiatives.models import Initiative
from initiatives.tables import Unreadable


def _key(initiative: Initiative) -> str:
    return f"people-list-{initiative.pk}"


def list_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a file. One that was begun before is deleted."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        _forget(request, initiative)
        try:
            kept = Kept(list_files.keep(upload.chunks(), upload.name), upload.name[:150])
            request.session[_key(initiative)] = {"file": [kept.stored_as, kept.name]}
            list_reports.columns_of(kept)
        except Unreadable as refusal:
            _forget(request, initiative)
            form.add_error("file", str(refusal))
        else:
            asked = _asked(request)
            columns = reverse("focusgroups:list_columns", args=[slug])
            return redirect(f"{columns}?{urlencode(asked)}" if asked else columns)
    context = {"initiative": initiative, "step": "invite", "form": form}
    return render(request, "focusgroups/people/list_new.html", context)


def list_columns(request: HttpRequest, slug: str) -> HttpResponse:
    """Which column means what, and what happens with the people."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    kept = _kept(request, initiative)
    try:
        columns, guess = list_reports.columns_of(kept)
    except Unreadable as refusal:
        return _start_again(request, initiative, refusal)
    initial = request.session[_key(initiative)].get("form") or guess | _asked(request)
    form = ListForm(request.POST or None, initial=initial, initiative=initiative, columns=columns)
    if form.is_valid():
        request.session[_key(initiative)] |= {"form": form.cleaned_data}
        request.session.modified = True
        return redirect("focusgroups:list_preview", slug)
    context = {"initiative": initiative, "step": "invite", "form": form, "file": kept}
    return render(request, "focusgroups/people/list_columns.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Where the people are to go, when one came from the page of a session or a group."""
    target = request.GET.get("target", "")
    return {"target": target} if target else {}


def list_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What would come of it, row by row where something is wrong; then do it."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    kept = _kept(request, initiative)
    try:
        columns, _ = list_reports.columns_of(kept)
        chosen = request.session[_key(initiative)].get("form")
        form = ListForm(chosen, initiative=initiative, columns=columns)
        if not form.is_valid():
            return redirect("focusgroups:list_columns", slug)
        read = list_reports.read_kept(kept, form.columns(), initiative)
    except Unreadable as refusal:
        return _start_again(request, initiative, refusal)
    target = list_reports.target_of(initiative, form.cleaned_data["target"])
    if request.method == "POST":
        return _write(request, initiative, read.people, target, form.cleaned_data["name_source"])
    context = {
        "initiative": initiative,
        "step": "invite",
        "file": kept,
        "target": target,
        "name_source": form.cleaned_data["name_source"],
        "preview": list_reports.preview(read, target, initiative),
    }
    return render(request, "focusgroups/people/list_preview.html", context)


def _write(request, initiative: Initiative, people, target: Target, name_source) -> HttpResponse:
    """Write the people down, and delete the file."""
    try:
        if target.session:
            added = register_people(actor=request.user, session=target.session, people=people)
        else:
            added = invite_people(
                actor=request.user, group=target.group, people=people, name_source=name_source
            )
    except Closed as refusal:
        messages.error(request, str(refusal))
        return redirect("focusgroups:list_columns", initiative.slug)
    _forget(request, initiative)
    messages.success(request, f"{_in_words(added, target)} The file is deleted here.")
    if target.session:
        return redirect("focusgroups:session_people", initiative.slug, target.session.pk)
    return redirect("focusgroups:outreach_group", initiative.slug, target.group.pk)


def _in_words(added: Added, target: Target) -> str:
    again = f" {added.doubles:,} were there before." if added.doubles else ""
    if target.session:
        return f"{added.with_place:,} have a place, {added.others:,} are on the waitlist.{again}"
    return f"{added.others:,} are invited.{again}"


def list_drop(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave it: the file is deleted."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    if request.method == "POST":
        _forget(request, initiative)
        messages.success(request, "The file is deleted here. Nothing was written down.")
    return redirect("focusgroups:list_new", slug)


def _kept(request: HttpRequest, initiative: Initiative) -> Kept:
    """The file of this browser session; one without a name where there is none."""
    return Kept(*request.session.get(_key(initiative), {}).get("file", ["", "The list"]))


def _forget(request: HttpRequest, initiative: Initiative) -> None:
    kept = request.session.pop(_key(initiative), None)
    if kept:
        list_files.delete(kept["file"][0])


def _start_again(request, initiative: Initiative, refusal: Unreadable) -> HttpResponse:
    _forget(request, initiative)
    messages.error(request, str(refusal))
    return redirect("focusgroups:list_new", initiative.slug)
