"""Addresses of the way in, the desk's volunteers, and companionship."""

from django.urls import path

from peervej.apps.volunteers.views import (
    companionship,
    desk,
    desk_care,
    desk_info,
    own,
    own_care,
    public,
)

app_name = "volunteers"
urlpatterns = [
    path("bliv-frivillig/", public.apply_info, name="apply_info"),
    path("bliv-frivillig/ansoeg/", public.apply, name="apply"),
    path("bliv-frivillig/tak/", public.applied, name="applied"),
    path("frivillig/aftale/", own.agreement, name="agreement"),
    path("frivillig/spoergsmaal/", own_care.questions, name="questions"),
    path("frivillig/timer/", own_care.noted, name="noted"),
    path("frivillig/bliver/", own_care.stay, name="stay"),
    path("sammen/", own.together, name="together"),
    path("sammen/<int:pk>/svar/", own.answer, name="answer"),
    path("sammen/<int:pk>/midtvejs/", own.midway, name="midway"),
    path("sammen/<int:pk>/tur/", own.visit, name="visit"),
    path("desk/frivillige/", desk.volunteers, name="volunteers"),
    path("desk/frivillige/moeder/", desk_info.info_meetings, name="info_meetings"),
    path("desk/frivillige/moeder/<int:pk>/", desk_info.info_meeting, name="info_meeting"),
    path("desk/frivillige/<int:pk>/", desk.volunteer, name="volunteer"),
    path("desk/frivillige/<int:pk>/trin/", desk.step, name="step"),
    path("desk/frivillige/<int:pk>/oevelse/", desk.practice, name="practice"),
    path("desk/frivillige/<int:pk>/profil/", desk.profile, name="profile"),
    path("desk/frivillige/<int:pk>/godkend/", desk.approve, name="approve"),
    path("desk/frivillige/<int:pk>/stop/", desk.stop, name="stop"),
    path("desk/frivillige/<int:pk>/goer/", desk.act, name="act"),
    path("desk/godkendelse/<int:pk>/tilbage/", desk.withdraw, name="withdraw"),
    path("desk/uddannelse/", desk_care.trainings, name="trainings"),
    path("desk/uddannelse/<int:pk>/plads/", desk_care.book, name="book"),
    path("desk/uddannelse/plads/<int:pk>/", desk_care.attended, name="attended"),
    path("desk/udveksling/", desk_care.care, name="care"),
    path("desk/udlaeg/<int:pk>/", desk_care.pay, name="pay"),
    path("desk/udveksling/<int:pk>/holdt/", desk_care.held, name="care_held"),
    path("desk/foelgeskab/", companionship.overview, name="companionship"),
    path("desk/foelgeskab/ny/<int:pk>/", companionship.new_request, name="new_request"),
    path("desk/foelgeskab/<int:pk>/", companionship.request_page, name="request"),
    path("desk/foelgeskab/<int:pk>/luk/", companionship.close, name="close_request"),
    path("desk/foelgeskab/<int:pk>/foreslaa/<int:number>/", companionship.propose, name="propose"),
    path("desk/foelgeskab/sammen/<int:pk>/", companionship.match_page, name="match"),
    path("desk/foelgeskab/sammen/<int:pk>/goer/", companionship.act, name="match_act"),
]
