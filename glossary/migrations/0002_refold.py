"""Keys are folded anew: marks that make another letter are kept now. The search index follows after the migration."""

from django.db import migrations

from glossary.text import fold

# Table, its key, and what the key is the folded form of.
KEYS = (
    ("Category", "key", ("name",)),
    ("Term", "key", ("title", "qualifier")),
    ("Term", "title_key", ("title",)),
    ("Label", "key", ("text",)),
    ("FactList", "key", ("title",)),
    ("Proposal", "key", ("text",)),
)


def refold(apps, schema_editor):
    """Names that were different stay so: the new keys tell apart whatever the old ones did."""
    for model, key, said in KEYS:
        rows = apps.get_model("glossary", model).objects.order_by()
        for pk, old, *parts in list(rows.values_list("pk", key, *said)):
            new = fold(f"{parts[0]} ({parts[1]})" if parts[1:] and parts[1] else parts[0])
            if new != old:
                rows.filter(pk=pk).update(**{key: new})


class Migration(migrations.Migration):

    dependencies = [("glossary", "0001_rows")]

    operations = [
        migrations.RunPython(refold, migrations.RunPython.noop),
        # Both are made again, the index of the words as they are folded now, when all migrations have run.
        migrations.RunSQL("DROP TABLE IF EXISTS glossary_search", migrations.RunSQL.noop),
        migrations.RunSQL("DROP TABLE IF EXISTS glossary_search_changed", migrations.RunSQL.noop),
    ]
