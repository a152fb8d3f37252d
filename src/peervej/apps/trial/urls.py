"""Addresses of the question pages."""

from django.urls import path

from peervej.apps.trial.views import consents, data_queries, interviewer, own

app_name = "trial"
urlpatterns = [
    path("spoergsmaal/", own.begin, name="questions"),
    path("spoergsmaal/<int:number>/", own.question, name="question"),
    path("spoergsmaal/faerdig/", own.finish, name="finish"),
    path("min-side/samtykke/", consents.consents, name="consents"),
    path("min-side/samtykke/<int:pk>/kopi.pdf", consents.consent_copy, name="consent_copy"),
    path("interview/", interviewer.people, name="interviews"),
    path("interview/<int:pk>/", interviewer.person, name="interview"),
    path("interview/<int:pk>/<int:number>/", interviewer.question, name="interview_question"),
    path("desk/spoergsmaal/", data_queries.queries, name="queries"),
    path("desk/spoergsmaal/<int:pk>/", data_queries.query, name="query"),
    path("interview/<int:pk>/papir/", interviewer.paper, name="interview_paper"),
]
