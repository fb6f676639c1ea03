"""Addresses of the pages where participants answer and read what they gave."""

from django.urls import path

from feedback import receipt_views, survey_views

app_name = "feedback_public"
urlpatterns = [
    path("s/<slug:slug>/", survey_views.survey, name="survey"),
    path("s/<slug:slug>/begin/", survey_views.begin, name="begin"),
    path("s/<slug:slug>/quote/", survey_views.quote, name="quote"),
    path("s/<slug:slug>/<int:number>/", survey_views.question, name="question"),
    path("s/<slug:slug>/check/", survey_views.check, name="check"),
    path("s/<slug:slug>/send/", survey_views.send, name="send"),
    path("thanks/", survey_views.thanks, name="thanks"),
    path("receipt/", receipt_views.receipt, name="receipt"),
    path("receipt/mine/", receipt_views.mine, name="mine"),
    path("receipt/mine/answer/<int:number>/", receipt_views.change_answer, name="change_answer"),
    path("receipt/mine/words/<int:pk>/", receipt_views.change_words, name="change_words"),
    path("receipt/mine/quote/", receipt_views.change_quote, name="change_quote"),
    path("receipt/mine/withdraw/", receipt_views.withdraw, name="withdraw"),
    path("receipt/close/", receipt_views.close, name="close"),
]
