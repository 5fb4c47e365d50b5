"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, register_converter

from config import views
from glossary.converters import SlugConverter

register_converter(SlugConverter, "uslug")

# The accounts' limits on wrong passwords hold for the editors' desk too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("quiz.urls")),
    path("", include("glossary.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler429 = views.too_many  # the accounts' limits look for it here
handler500 = views.server_error
