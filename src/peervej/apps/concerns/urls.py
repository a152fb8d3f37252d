"""Addresses of worries and of the rota."""

from django.urls import path

from peervej.apps.concerns.views import desk, numbers, rota, telling

app_name = "concerns"
urlpatterns = [
    path("bekymring/", telling.tell, name="tell"),
    path("bekymring/numre/", telling.numbers, name="numbers"),
    path("bekymring/uden-net.js", telling.worker, name="worker"),
    path("bekymring/<str:key>/", telling.told, name="told"),
    path("desk/nu/", desk.now, name="now"),
    path("desk/bekymringer/", desk.worries, name="worries"),
    path("desk/bekymringer/<int:pk>/", desk.worry, name="worry"),
    path("desk/bekymringer/<int:pk>/tag/", desk.take, name="take"),
    path("desk/bekymringer/<int:pk>/luk/", desk.close, name="close"),
    path("desk/numre/", numbers.numbers, name="edit_numbers"),
    path("desk/numre/<int:pk>/", numbers.number, name="edit_number"),
    path("desk/vagt/", rota.rota, name="rota"),
    path("desk/vagt/ny/", rota.add, name="add_shift"),
    path("desk/vagt/tider/", rota.hours, name="hours"),
    path("desk/vagt/mobil/", rota.mobile, name="mobile"),
    path("desk/vagt/<int:pk>/fjern/", rota.remove, name="remove_shift"),
]
