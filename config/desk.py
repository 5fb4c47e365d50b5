"""The editors' desk as a whole: its name, and the order in which its parts stand."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig

# What editors come for; the rest follows by name.
FIRST = ("glossary", "quiz")


class Desk(AdminSite):
    site_header = "Termwise"
    site_title = "Termwise"
    index_title = "The desk"
    enable_nav_sidebar = False

    def get_app_list(self, request: Any, app_label: str | None = None) -> list[Any]:
        parts = super().get_app_list(request, app_label)
        return sorted(
            parts, key=lambda part: FIRST.index(part["app_label"]) if part["app_label"] in FIRST else len(FIRST)
        )


class DeskConfig(AdminConfig):
    default_site = "config.desk.Desk"
