import glossary.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('glossary', '0001_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', glossary.fields.LineField(max_length=200, verbose_name='word')),
                ('key', glossary.fields.KeyField(editable=False, error_messages={'unique': 'This word is set aside already.'}, max_length=450, source='text', unique=True)),
            ],
            options={
                'verbose_name': 'word set aside',
                'verbose_name_plural': 'words set aside',
                'ordering': ('key',),
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='set_aside_has_text')],
            },
        ),
    ]
