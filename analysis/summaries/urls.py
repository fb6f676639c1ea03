"""Addresses of summaries and approvals, below /work/<initiative>/."""

from django.urls import path

from analysis.summaries import approval_views, sentence_views
from analysis.summaries import views as summary_views

urlpatterns = [
    path("themes/<int:pk>/summary/", summary_views.summary, name="summary"),
    path("themes/<int:pk>/summary/begin/", summary_views.summary_begin, name="summary_begin"),
    path("themes/<int:pk>/summary/made/", summary_views.summary_made, name="summary_made"),
    path("themes/<int:pk>/summary/sentence/", sentence_views.sentence_add, name="sentence_add"),
    path("themes/<int:pk>/summary/quote/", sentence_views.quote_add, name="quote_add"),
    path("themes/<int:pk>/summary/submit/", summary_views.summary_submit, name="summary_submit"),
    path(
        "themes/<int:pk>/summary/take-back/",
        summary_views.summary_take_back,
        name="summary_take_back",
    ),
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
