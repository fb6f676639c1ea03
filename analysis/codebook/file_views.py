"""The codebook as a file, in and out; and the comments with their themes as a file."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from analysis import services
from analysis.codebook import reports
from analysis.codebook.forms import CodebookFileForm, TaggedExportForm
from analysis.permissions import CODEBOOK_KEEPERS, CODEBOOK_READERS, CODERS
from analysis.services.codebook_files import COLUMNS, Taken, checked, rows_of
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv, write_xlsx
from initiatives.models import Initiative
from initiatives.tables import open_table
from initiatives.workbooks import Unreadable

NEEDED = ("code", "label")


def codebook_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The themes in use. All words in it are ours."""
    initiative = get_initiative_for(request.user, slug, *CODEBOOK_READERS)
    codebook = services.codebook_of(initiative)
    return write_csv(f"{slug}-codebook-{codebook.version}.csv", COLUMNS, rows_of(codebook))


def codebook_take(request: HttpRequest, slug: str) -> HttpResponse:
    """Themes from a file; where a row is wrong, nothing is taken."""
    initiative = get_initiative_for(request.user, slug, *CODEBOOK_KEEPERS)
    form = CodebookFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            taken = _take(request, initiative, form)
        except (Unreadable, services.ThemeRefused) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _told(taken))
            return redirect("analysis:codebook", slug)
    context = {"initiative": initiative, "step": "understand", "form": form}
    return render(request, "analysis/codebook_take.html", context)


def _take(request: HttpRequest, initiative: Initiative, form: CodebookFileForm) -> Taken:
    file = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codebook"
        path.write_bytes(file.read())
        with open_table(path, name=file.name) as table:
            missing = [name for name in NEEDED if name not in table.columns]
            if missing:
                raise Unreadable(f"“{file.name}” has no column “{missing[0]}”.")
            rows = checked((row.number, row.cells) for row in table.rows())
    return services.take_codebook(
        actor=request.user,
        initiative=initiative,
        rows=rows,
        change=form.cleaned_data["change"],
    )


def _told(taken: Taken) -> str:
    added, changed = len(taken.added), len(taken.changed)
    if not added and not changed:
        return "Every theme of the file is in the codebook already. Nothing changed."
    return f"New themes: {added}. Themes with other words: {changed}."


def tagged_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The comments with their themes, once somebody has said what for."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    form = TaggedExportForm(request.POST or None)
    if form.is_valid():
        services.allow_tag_export(
            actor=request.user,
            codebook=services.codebook_of(initiative),
            reason=form.cleaned_data["reason"],
        )
        kind = form.cleaned_data["kind"]
        write = write_xlsx if kind == "xlsx" else write_csv
        rows = reports.tagged_rows(initiative)
        return write(f"{slug}-tagged-comments.{kind}", reports.TAGGED_COLUMNS, rows)
    context = {
        "initiative": initiative,
        "step": "understand",
        "form": form,
        "count": reports.tagged_comments(initiative).count(),
    }
    return render(request, "analysis/tagged_export.html", context)
