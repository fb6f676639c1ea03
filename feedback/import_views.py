"""Importing a file: upload, choose columns, see the first rows, watch, look at problems, undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.states import InvalidTransition
from feedback import import_reports, services
from feedback.import_files import Gone
from feedback.import_forms import ColumnsForm, UploadForm
from feedback.import_rows import Columns
from feedback.models import Import
from feedback.permissions import may_read_comments
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv
from initiatives.models import Initiative
from initiatives.permissions import LISTENERS
from initiatives.tables import Unreadable

PER_PAGE = 25
PROBLEMS_SHOWN = 50
ENDED = (Import.State.DONE, Import.State.FAILED)
READING = (Import.State.QUEUED, Import.State.RUNNING)


def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Every file, newest first."""
    initiative = get_initiative_for(request.user, slug, *LISTENERS)
    files = import_reports.imports_for(request.user, initiative)
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    return _render(request, "feedback/import_list.html", initiative, page_obj=page)


def import_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a file."""
    initiative = get_initiative_for(request.user, slug, *LISTENERS)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = services.begin_import(
                actor=request.user,
                initiative=initiative,
                name=upload.name,
                chunks=upload.chunks(),
            )
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("feedback:import_columns", slug, file.pk)
    return _render(request, "feedback/import_new.html", initiative, form=form)


def import_columns(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which column means what; guessed at first."""
    initiative, file = _get_to_choose(request, slug, pk)
    if file.state != Import.State.UPLOADED:
        return redirect("feedback:import_page", slug, pk)
    try:
        sample = import_reports.sample(file)
    except Unreadable as refusal:
        return _start_again(request, slug, refusal)
    initial = file.columns or sample.guess
    form = ColumnsForm(request.POST or None, initial=initial, sample=sample)
    if form.is_valid():
        try:
            services.choose_columns(actor=request.user, import_file=file, columns=form.columns())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("feedback:import_preview", slug, pk)
    return _render(request, "feedback/import_columns.html", initiative, file=file, form=form)


def import_preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The first rows as they will be; then start."""
    initiative, file = _get_to_choose(request, slug, pk)
    if file.state != Import.State.UPLOADED:
        return redirect("feedback:import_page", slug, pk)
    if not file.columns:
        return redirect("feedback:import_columns", slug, pk)
    columns = Columns.of(file.columns)
    if request.method == "POST":
        return _start(request, slug, file, columns)
    try:
        preview = import_reports.preview(file, columns)
    except Gone as refusal:
        return _start_again(request, slug, refusal)
    except Unreadable as refusal:
        messages.error(request, str(refusal))
        return redirect("feedback:import_columns", slug, pk)
    voice, quotable = import_reports.settings_in_words(columns)
    return _render(
        request,
        "feedback/import_preview.html",
        initiative,
        file=file,
        preview=preview,
        columns=columns,
        voice=voice,
        quotable=quotable,
    )


def _start(request: HttpRequest, slug: str, file: Import, columns: Columns) -> HttpResponse:
    try:
        services.start_import(actor=request.user, import_file=file, columns=columns)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("feedback:import_page", slug, file.pk)


def import_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where an import stands, what came in, and which rows had problems."""
    initiative, file = _get(request, slug, pk)
    if file.state == Import.State.UPLOADED and _may_choose(request, initiative, file):
        return redirect("feedback:import_columns", slug, pk)
    return _render(
        request, "feedback/import_detail.html", initiative, **_standing(request, initiative, file)
    )


def import_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The part of that page which changes while a worker reads."""
    initiative, file = _get(request, slug, pk)
    return _render(
        request, "feedback/import_progress.html", initiative, **_standing(request, initiative, file)
    )


def import_problems(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The rows that did not come in, and why, as a file; with their cells for who brought them."""
    _, file = _get(request, slug, pk)
    columns, rows = import_reports.problem_table(file, request.user)
    return write_csv(f"problems-{slug}-{file.pk}.csv", columns, rows)


def import_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take every row of this file back, after a page that says what is lost."""
    initiative, file = _get(request, slug, pk)
    if request.method == "POST":
        try:
            count = services.undo_import(actor=request.user, import_file=file)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Undone: {_comments(count)} taken back.")
        return redirect("feedback:import_page", slug, pk)
    lost = (
        f"What this file brought is emptied: {_comments(file.imported)}, with tags and places in "
        "summaries. The file is deleted here; afterwards it can be imported again. Segments that "
        "it made go too, unless something else uses them."
    )
    return _confirm(request, initiative, file, "Undo this import?", lost, "Undo the import")


def import_delete_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All is well: delete the file, keep its comments."""
    initiative, file = _get(request, slug, pk)
    if request.method == "POST":
        try:
            services.delete_import_file(actor=request.user, import_file=file)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The file is deleted. Its comments stay.")
        return redirect("feedback:imports", slug)
    lost = "The uploaded file is deleted here. The comments that came with it stay."
    return _confirm(request, initiative, file, "Delete the file?", lost, "Delete the file")


def _get(request: HttpRequest, slug: str, pk: int) -> tuple[Initiative, Import]:
    initiative = get_initiative_for(request.user, slug, *LISTENERS)
    files = import_reports.imports_for(request.user, initiative)
    return initiative, get_object_or_404(files, pk=pk)


def _get_to_choose(request: HttpRequest, slug: str, pk: int) -> tuple[Initiative, Import]:
    """Its words stand on these pages as they are in the file."""
    initiative, file = _get(request, slug, pk)
    if not _may_choose(request, initiative, file):
        raise Http404
    return initiative, file


def _may_choose(request: HttpRequest, initiative: Initiative, file: Import) -> bool:
    return import_reports.may_see_words(request.user, initiative, file)


def _start_again(request: HttpRequest, slug: str, refusal: Unreadable) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("feedback:import_new", slug)


def _standing(request: HttpRequest, initiative: Initiative, file: Import) -> dict:
    problems = list(file.importproblem_set.all()[:PROBLEMS_SHOWN])
    new_segments = file.columns.get("new_segments", [])
    return {
        "file": file,
        "is_reading": file.state in READING,
        "may_read": may_read_comments(initiative.roles),
        "is_mine": file.by_id == request.user.pk,
        "may_undo": file.state in ENDED and (file.imported or new_segments),
        "problem_rows": problems,
        "more_problems": max(0, file.problems - len(problems)),
        "new_segments": new_segments,
    }


def _comments(count: int) -> str:
    return "1 comment" if count == 1 else f"{count:,} comments"


def _confirm(request, initiative, file, heading: str, lost: str, button: str) -> HttpResponse:
    back = reverse("feedback:import_page", args=[initiative.slug, file.pk])
    context = {"heading": heading, "lost": lost, "button": button, "back_url": back}
    return _render(
        request, "member_confirm.html", initiative, crumb=f"Imports · {file.name}", **context
    )


def _render(request: HttpRequest, template: str, initiative: Initiative, **context) -> HttpResponse:
    context = {"initiative": initiative, "step": "listen"} | context
    return render(request, template, context)
