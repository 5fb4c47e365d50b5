"""The glossary's addresses."""

from django.urls import path

from glossary import api, book_views, debt_views, feeds, opensearch, proposals, relation_views, sitemaps, views

urlpatterns = [
    path("", views.front, name="front"),
    path("terms/", views.term_list, name="terms"),
    path("terms/<uslug:slug>/", views.term, name="term"),
    path("terms/<uslug:slug>/preview/", views.preview, name="preview"),
    path("terms/<uslug:slug>.<str:format>", views.term_file, name="term-file"),
    path("terms/<uslug:one>/vs/<uslug:other>/", relation_views.versus, name="versus"),
    path("map/", relation_views.glossary_map, name="map"),
    path("categories/<uslug:slug>/", views.category, name="category"),
    path("debt/", debt_views.debt, name="debt"),
    path("debt/set-aside/", debt_views.set_aside, name="set-aside"),
    path("debt/take-back/", debt_views.take_back, name="take-back"),
    path("search/", views.search, name="search"),
    path("search/propose/", proposals.propose, name="propose"),
    path("search/suggestions/", opensearch.suggestions, name="search-suggestions"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("export/<str:format>", views.export, name="export"),
    path("book/", book_views.whole, name="book"),
    path("book/<uslug:slug>/", book_views.chapter, name="book-chapter"),
    path("book/<uslug:slug>/<int:number>/", book_views.chapter, name="book-part"),
    path("feed/", feeds.feed, name="feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap-part"),
    path("api/v1/", api.index, name="api-index"),
    path("api/v1/openapi.json", api.openapi, name="api-openapi"),
    path("api/v1/terms", api.terms, name="api-terms"),
    path("api/v1/terms/<uslug:slug>", api.term, name="api-term"),
    path("api/v1/categories", api.categories, name="api-categories"),
    path("api/v1/relations", api.relations, name="api-relations"),
    path("api/v1/<path:rest>", api.nowhere),
]
