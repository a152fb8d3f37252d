"""Addresses of the way in, the desk and the group leaders' pages."""

from django.urls import path

from peervej.apps.programmes.views import (
    desk_groups,
    desk_intros,
    desk_people,
    public,
    volunteer,
)

app_name = "programmes"
urlpatterns = [
    path("intro/", public.intro_list, name="intros"),
    path("intro/<int:pk>/", public.sign_up_page, name="sign_up"),
    path("intro/<int:pk>/tak/", public.signed_up, name="signed_up"),
    path("intro/<int:pk>/aftale.ics", public.intro_calendar, name="intro_calendar"),
    path("desk/intro/", desk_intros.intro_list, name="desk_intros"),
    path("desk/intro/nyt/", desk_intros.new_intro, name="new_intro"),
    path("desk/intro/<int:pk>/", desk_intros.intro, name="intro"),
    path("desk/intro/<int:pk>/flyt/", desk_intros.move, name="move_intro"),
    path("desk/intro/<int:pk>/aflys/", desk_intros.cancel, name="cancel_intro"),
    path("desk/intro/<int:pk>/ledere/", desk_intros.leaders, name="intro_leaders"),
    path("desk/intro/<int:pk>/skriv-op/", desk_intros.caller, name="add_caller"),
    path("desk/intro/<int:pk>/dukkede-op/", desk_intros.walk_in, name="add_walk_in"),
    path("desk/fremmoede/<int:pk>/<slug:answer>/", desk_intros.presence, name="presence"),
    path("desk/samtale/", desk_intros.talk, name="talk"),
    path("desk/tilmeldte/", desk_people.people, name="people"),
    path("desk/tilmeldte/<int:pk>/", desk_people.person, name="person"),
    path("desk/tilmeldte/<int:pk>/ja/", desk_people.enrol, name="enrol"),
    path("desk/tilmeldte/<int:pk>/samtale/", desk_people.talk_with, name="talk_with"),
    path("desk/tilmeldte/<int:pk>/kontakt/", desk_people.reach, name="reach_person"),
    path("desk/plads/<int:pk>/", desk_people.give_seat, name="give_seat"),
    path("desk/plads/<int:pk>/stop/", desk_people.stop, name="stop_person"),
    path("desk/hold/", desk_groups.group_list, name="groups"),
    path("desk/hold/nyt/", desk_groups.new_group, name="new_group"),
    path("desk/hold/<int:pk>/", desk_groups.group, name="group"),
    path("desk/hold/<int:pk>/ledere/", desk_groups.leaders, name="group_leaders"),
    path("desk/hold/<int:pk>/aflys/", desk_groups.cancel, name="cancel_group"),
    path("desk/moede/<int:pk>/", desk_groups.session, name="session"),
    path("desk/moede/<int:pk>/flyt/", desk_groups.move, name="move_session"),
    path("desk/moede/<int:pk>/aflys/", desk_groups.put_off, name="cancel_session"),
    path("desk/moede/<int:pk>/noter/", desk_groups.record, name="desk_record"),
    path("desk/moede/<int:pk>/talt/", desk_groups.talk_done, name="talk_done"),
    path("frivillig/", volunteer.overview, name="volunteer"),
    path("frivillig/moede/<int:pk>/", volunteer.session, name="led_session"),
    path("frivillig/moede/<int:pk>/noter/", volunteer.record, name="record"),
    path("frivillig/moede/<int:pk>/kan-ikke/", volunteer.away, name="away"),
    path("frivillig/moede/<int:pk>/kan-godt/", volunteer.back, name="back"),
]
