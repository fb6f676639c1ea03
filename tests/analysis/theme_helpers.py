"""Things that were said and approved, and how much a page asks the database."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Sentence, SentenceEvidence, SummaryVersion, Theme
from tests import factories as make


def page_of(theme, query="") -> str:
    return reverse("analysis:theme", args=["ours", theme.pk]) + query


def said_in_session(initiative, segment, theme, *words, on=date(2026, 11, 4)):
    """A closed session of the segment whose notes, these words, raise the theme."""
    log = make.make_log(initiative, state="CLOSED", segment=segment)
    for each in words:
        comment = make.make_comment(initiative, each, session_log=log, voice="NOTED", said_on=on)
        make.make_tag(comment, theme)
    return log


def approve(theme, by, *sentences, quote) -> SummaryVersion:
    """An approved summary of these sentences, each of which shows the comment as its quote."""
    summary = make.make_summary(theme)
    version = SummaryVersion.objects.create(
        summary=summary, number=1, begun_by=by, state="APPROVED", decided_by=by
    )
    for order, words in enumerate(sentences, 1):
        sentence = Sentence.objects.create(version=version, order=order, words=words)
        SentenceEvidence.objects.create(
            sentence=sentence,
            comment=quote,
            voice=quote.voice,
            start=0,
            end=len(quote.original),
            is_quoted=True,
            found_safe_by=by,
        )
    Theme.objects.filter(pk=theme.pk).update(state="APPROVED")
    return version


def queries(client, url) -> int:
    """How many a page needs when it is opened the second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as done:
        client.get(url)
    return len(done)
