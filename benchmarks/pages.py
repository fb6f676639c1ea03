"""The main pages of the demo, each as the person who works with it."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis.models import Run, SummaryVersion, Theme
from feedback.models import Comment
from initiatives.models import Initiative
from surveys.models import Survey

SLUGS = ("patient-feedback", "family-voices")


@dataclass(frozen=True)
class Page:
    """An address, and the role that opens it; "" for somebody without an account."""

    role: str
    url: str


def public_pages() -> Iterator[Page]:
    yield Page("", reverse("home_public:welcome"))
    for initiative in Initiative.objects.public():
        yield Page("", reverse("home_public:initiative", args=[initiative.slug]))
        yield Page("", reverse("followup_public:what_changed", args=[initiative.slug]))
    for survey in Survey.objects.open():
        yield Page("", reverse("feedback_public:survey", args=[survey.slug]))
    yield Page("", reverse("feedback_public:receipt"))


def pages_of(slug: str) -> Iterator[Page]:
    """The pages of members in one initiative."""
    for role, name in (
        ("coordinator", "initiatives:plan"),
        ("coordinator", "initiatives:members"),
        ("coordinator", "surveys:list"),
        ("facilitator", "focusgroups:sessions"),
        ("facilitator", "feedback:listen"),
        ("analyst", "feedback:protect"),
        ("analyst", "feedback:comments"),
        ("analyst", "feedback:imports"),
        ("analyst", "analysis:themes"),
        ("analyst", "analysis:codebook"),
        ("analyst", "analysis:runs"),
        ("reader", "analysis:themes"),
        ("approver", "analysis:approvals"),
        ("approver", "followup:actions"),
        ("approver", "followup:report"),
    ):
        yield Page(role, reverse(name, args=[slug]))
    comments = Comment.objects.ready_for_analysis().filter(initiative__slug=slug)
    yield Page("analyst", reverse("feedback:comments", args=[slug]) + "?q=time")
    if comment := comments.last():
        yield Page("analyst", reverse("feedback:comment", args=[slug, comment.pk]))
    runs = Run.objects.filter(codebook__initiative__slug=slug, state=Run.State.DONE)
    if run := runs.first():
        yield Page("analyst", reverse("analysis:run", args=[slug, run.pk]))
        if waiting := run.suggestion_set.pending().first():
            yield Page(
                "analyst", reverse("analysis:review_comment", args=[slug, waiting.comment_id])
            )
    themes = Theme.objects.filter(codebook__initiative__slug=slug)
    if theme := themes.filter(tag__isnull=False).first() or themes.first():
        yield Page("analyst", reverse("analysis:theme", args=[slug, theme.pk]))
    versions = SummaryVersion.objects.filter(summary__initiative__slug=slug)
    if version := versions.filter(state=SummaryVersion.State.SUBMITTED).first():
        yield Page("approver", reverse("analysis:approval", args=[slug, version.pk]))


def all_pages() -> Iterator[Page]:
    yield from public_pages()
    yield from (Page(role, reverse("home:work")) for role in ("coordinator", "analyst", "approver"))
    for slug in SLUGS:
        yield from pages_of(slug)


def measured(requests: int) -> Iterator[tuple[str, int, list[float]]]:
    """Each page with its number of queries and the milliseconds of each request."""
    clients = {"": Client()}
    for page in all_pages():
        if page.role not in clients:
            clients[page.role] = Client()
            clients[page.role].force_login(User.objects.get(email=f"{page.role}@demo.example"))
        yield (
            f"{page.role or 'public':11} {page.url}",
            *timed(clients[page.role], page.url, requests),
        )


def timed(client: Client, url: str, requests: int) -> tuple[int, list[float]]:
    """How many queries a page makes, and the milliseconds of each request."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(url).status_code
    if status != 200:
        sys.exit(f"{url} answered {status}")
    return len(queries), [_milliseconds(client, url) for _ in range(requests)]


def _milliseconds(client: Client, url: str) -> float:
    begun = time.perf_counter()
    client.get(url)
    return 1000 * (time.perf_counter() - begun)
