"""Keys are folded anew: marks that make another letter are kept now."""

from django.db import migrations

from glossary.text import fold


def refold(apps, schema_editor):
    rows = apps.get_model("quiz", "LabelProposal").objects.order_by()
    for pk, old, said in list(rows.values_list("pk", "key", "text")):
        if fold(said) != old:
            rows.filter(pk=pk).update(key=fold(said))


class Migration(migrations.Migration):

    dependencies = [("quiz", "0001_rows")]

    operations = [migrations.RunPython(refold, migrations.RunPython.noop)]
