"""Addresses of the pages that join apps."""

from django.urls import path

from peervej.apps.portal.views import demonstration, desk, own, public, site

app_name = "portal"
urlpatterns = [
    path("", public.front, name="front"),
    path("grupper/", public.groups, name="groups"),
    path("hvem-moeder-jeg/", public.who, name="who"),
    path("fagfolk/", public.professionals, name="professionals"),
    path("gemmes/", public.kept, name="kept"),
    path("was/", public.accessibility, name="was"),
    path("hjaelp-nu/", public.help_now, name="help_now"),
    path("ny-adgang/", public.new_link, name="new_link"),
    path("sundhed", public.health, name="health"),
    path("min-side/", own.own_page, name="own"),
    path("min-side/svar/<slug:answer>/", own.answer_next, name="answer_next"),
    path("min-side/plads/<slug:answer>/", own.answer_offer, name="answer_offer"),
    path("min-side/deltag/", own.join, name="join"),
    path("min-side/kontakt/", own.reach, name="reach"),
    path("min-side/hvem-har-kigget/", own.who_looked, name="who_looked"),
    path("min-side/oplysninger/", own.my_data, name="my_data"),
    path("frivillig/oplysninger/", own.helper_data, name="helper_data"),
    path("min-side/stop/", own.stop, name="stop"),
    path("i-dag/", desk.today, name="today"),
    path("i-dag/set-til/", desk.tick, name="tick"),
    path("desk/beskeder/", desk.messages, name="messages"),
    path("desk/sted/", site.sites, name="sites"),
    path("desk/sted/<slug:slug>/", site.site, name="site"),
    path("desk/sted/<slug:slug>/ret/", site.change, name="change_site"),
    path("desk/sted/<slug:slug>/periode/", site.new_period, name="new_period"),
    path("desk/sted/<slug:slug>/periode/<int:pk>/slut/", site.end, name="end_period"),
    path("desk/sted/<slug:slug>/uge/", site.close, name="close_week"),
    path("desk/sted/<slug:slug>/uge/<int:pk>/aabn/", site.reopen, name="reopen_week"),
    path("naeste-uge/", demonstration.next_week, name="demo_next_week"),
    path("postkasse/", demonstration.mailbox, name="demo_mailbox"),
    path("demonstration/log-ind/", demonstration.sign_in_as, name="demo_sign_in"),
    path("stilguide/", demonstration.styleguide, name="styleguide"),
]
