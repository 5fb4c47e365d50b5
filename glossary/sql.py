"""A query in SQL in, instances of a model out: for the pages asked for most, where Django takes longer to write a
query and to make its rows than the database to answer."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


def rows(model: type[Model], sql: str, *values: Any) -> list[Any]:
    """Instances of a model, with what else was selected as attributes; a third of what a raw queryset takes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        columns = [column[0] for column in cursor.description]
        found = cursor.fetchall()
    fields = _fields(model, connection.vendor)
    own = [(columns.index(column), *field) for column, field in fields.items() if column in columns]
    others = [(at, column) for at, column in enumerate(columns) if column not in fields]
    rows = []
    for row in found:
        read = [convert(row[at]) if convert else row[at] for at, _, convert in own]
        rows.append(model.from_db(connection.alias, [name for _, name, _ in own], read))
        vars(rows[-1]).update((name, row[at]) for at, name in others)
    return rows


@cache
def _fields(model: type[Model], vendor: str) -> dict[str | None, tuple[str, Callable[[Any], Any] | None]]:
    """The columns of a model: the attribute of each, and what makes a value of what the database keeps."""
    return {field.column: (field.attname, _converter(field)) for field in model._meta.concrete_fields}


def _converter(field: Any) -> Callable[[Any], Any] | None:
    expression = field.get_col(field.model._meta.db_table)
    steps = connection.ops.get_db_converters(expression) + expression.get_db_converters(connection)
    if not steps:
        return None

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert
