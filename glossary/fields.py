"""Columns that clean or fold what is written to them, however it is written."""

from typing import Any

from django.db import models

from glossary import text


class KeyField(models.CharField):
    """The folded form of what another attribute says, computed at every save, bulk ones too."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"editable": False, "max_length": text.MAX_KEY} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def db_parameters(self, connection: Any) -> Any:
        """Ordered by code point on PostgreSQL, as SQLite does it, so that one index serves order and beginnings."""
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return super().db_parameters(connection) | collation

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = getattr(instance, self.source)
        key = text.fold(value() if callable(value) else value)
        setattr(instance, self.attname, key)
        return key


class LineField(models.CharField):
    """Text on one line, cleaned at every save: no NUL, one space between words, none at the ends."""

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = text.clean_line(getattr(instance, self.attname))
        setattr(instance, self.attname, value)
        return value
