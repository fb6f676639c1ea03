"""Addresses of summaries and approvals, below /work/<initiative>/."""

from django.urls import path, register_converter

from analysis.models import Summary
from analysis.summaries import approval_views, reading_views, sentence_views
from analysis.summaries import views as summary_views


class AboutConverter:
    """What a summary is about: themes, segments or points."""

    regex = "|".join(Summary.Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(AboutConverter, "about")
ABOUT = "<about:kind>/<int:pk>/summary/"

urlpatterns = [
    path("summaries/", reading_views.summaries, name="summaries"),
    path("<about:kind>/<int:pk>/said/", reading_views.summary_read, name="summary_read"),
    path(ABOUT, summary_views.summary, name="summary"),
    path(f"{ABOUT}begin/", summary_views.summary_begin, name="summary_begin"),
    path(f"{ABOUT}made/", summary_views.summary_made, name="summary_made"),
    path(f"{ABOUT}sentence/", sentence_views.sentence_add, name="sentence_add"),
    path(f"{ABOUT}restore/", sentence_views.sentence_restore, name="sentence_restore"),
    path(f"{ABOUT}quote/", sentence_views.quote_add, name="quote_add"),
    path(f"{ABOUT}quotes/", summary_views.quotes_ask, name="quotes_ask"),
    path(f"{ABOUT}submit/", summary_views.summary_submit, name="summary_submit"),
    path(f"{ABOUT}take-back/", summary_views.summary_take_back, name="summary_take_back"),
    path("drafts/<int:pk>/progress/", summary_views.drafting_progress, name="drafting_progress"),
    path("drafts/<int:pk>/cancel/", summary_views.drafting_cancel, name="drafting_cancel"),
    path("sentences/<int:pk>/", sentence_views.sentence_edit, name="sentence_edit"),
    path("sentences/<int:pk>/replace/", sentence_views.sentence_replace, name="sentence_replace"),
    path("sentences/<int:pk>/shorten/", sentence_views.quote_shorten, name="quote_shorten"),
    path("sentences/<int:pk>/remove/", sentence_views.sentence_remove, name="sentence_remove"),
    path("sentences/<int:pk>/move/", sentence_views.sentence_move, name="sentence_move"),
    path("approvals/", approval_views.approvals, name="approvals"),
    path("approvals/<int:pk>/", approval_views.approval_page, name="approval"),
    path("approvals/<int:pk>/approve/", approval_views.approve, name="approve"),
    path("approvals/<int:pk>/return/", approval_views.return_to_author, name="approval_return"),
]
