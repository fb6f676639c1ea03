"""Addresses of summaries and approvals, below /work/<initiative>/."""

from django.urls import path

from analysis import approval_views, summary_views

urlpatterns = [
    path("themes/<int:pk>/summary/", summary_views.summary, name="summary"),
    path("themes/<int:pk>/summary/begin/", summary_views.summary_begin, name="summary_begin"),
    path("themes/<int:pk>/summary/sentence/", summary_views.sentence_add, name="sentence_add"),
    path("themes/<int:pk>/summary/quote/", summary_views.quote_add, name="quote_add"),
    path("themes/<int:pk>/summary/submit/", summary_views.summary_submit, name="summary_submit"),
    path(
        "themes/<int:pk>/summary/take-back/",
        summary_views.summary_take_back,
        name="summary_take_back",
    ),
    path("sentences/<int:pk>/", summary_views.sentence_edit, name="sentence_edit"),
    path("sentences/<int:pk>/remove/", summary_views.sentence_remove, name="sentence_remove"),
    path("sentences/<int:pk>/move/", summary_views.sentence_move, name="sentence_move"),
    path("approvals/", approval_views.approvals, name="approvals"),
    path("approvals/<int:pk>/", approval_views.approval_page, name="approval"),
    path("approvals/<int:pk>/approve/", approval_views.approve, name="approve"),
    path("approvals/<int:pk>/return/", approval_views.return_to_author, name="approval_return"),
]
