"""Addresses of the directory."""

from django.urls import include, path

from peervej.apps.directory.hsds.api import open_routes
from peervej.apps.directory.views import (
    desk,
    embed,
    feeds,
    knowledge,
    owner,
    public,
    searches,
    telling,
)

app_name = "directory"
urlpatterns = [
    path("find/", public.list_entries, name="list"),
    path("find/region/<slug:slug>/", public.list_region, name="region"),
    path("find/kort/", public.show_map, name="map"),
    path("find/sammenlign/", public.compare, name="compare"),
    path("find/print/", public.print_list, name="print"),
    path("find/nyt.atom", feeds.atom, name="feed"),
    path("find/gem/", searches.save, name="save_search"),
    path("find/svar/<str:token>/", searches.answer, name="search_answer"),
    path("find/fortael/", telling.suggest, name="suggest"),
    path("find/indlejret/", embed.embedded_list, name="embed"),
    path("find/<slug:slug>/", public.show_entry, name="entry"),
    path("find/<slug:slug>/ret/", telling.correct, name="correct"),
    path("find/<slug:slug>/overtag/", telling.claim, name="claim"),
    path("api/", include((open_routes(), "directory_api"), namespace="directory_api")),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("viden/", knowledge.list_pages, name="knowledge"),
    path("viden/<slug:slug>/", knowledge.show_page, name="knowledge_page"),
    path("mit-tilbud/", owner.home, name="owner_home"),
    path("mit-tilbud/<int:number>/", owner.edit_part, name="owner_part"),
    path("mit-tilbud/fakta/", owner.facts, name="owner_facts"),
    path("mit-tilbud/bekraeft/", owner.confirm, name="owner_confirm"),
    path("mit-tilbud/send/", owner.submit, name="owner_submit"),
    path("mit-tilbud/flyt/", owner.move, name="owner_move"),
    path("mit-tilbud/hvor-tit/", owner.interval, name="owner_interval"),
    path("mit-tilbud/afmeld/", owner.unlist, name="owner_unlist"),
    path("redaktion/", desk.queue, name="desk"),
    path("redaktion/udkast/<int:pk>/", desk.show_draft, name="desk_draft"),
    path("redaktion/udkast/<int:pk>/godkend/", desk.accept, name="desk_accept"),
    path("redaktion/udkast/<int:pk>/retur/", desk.give_back, name="desk_return"),
    path("redaktion/udkast/<int:pk>/laeg-vaek/", desk.drop, name="desk_drop"),
    path("redaktion/oplysning/<int:pk>/", desk.decide_fact, name="desk_fact"),
    path("redaktion/ejer/<int:pk>/", desk.decide_owner, name="desk_owner"),
    path("redaktion/rettelse/<int:pk>/", desk.close_correction, name="desk_correction"),
    path("redaktion/tilbud/<slug:slug>/", desk.show_entry, name="desk_entry"),
    path("redaktion/tilbud/<slug:slug>/afmeld/", desk.unlist, name="desk_unlist"),
    path("redaktion/viden/", knowledge.desk_pages, name="desk_knowledge"),
    path("redaktion/viden/<slug:slug>/", knowledge.edit, name="desk_knowledge_edit"),
]
