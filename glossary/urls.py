"""The glossary's addresses."""

from django.urls import path

from glossary import views

urlpatterns = [
    path("", views.front, name="front"),
    path("terms/", views.term_list, name="terms"),
    path("terms/<uslug:slug>/", views.term, name="term"),
    path("terms/<uslug:slug>/preview/", views.preview, name="preview"),
    path("terms/<uslug:slug>.json", views.term_json, name="term-json"),
    path("categories/<uslug:slug>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("export/<str:format>", views.export, name="export"),
]
