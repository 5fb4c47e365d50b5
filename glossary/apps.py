from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GlossaryConfig(AppConfig):
    name = "glossary"
    verbose_name = "Glossary"

    def ready(self) -> None:
        from glossary import search_index
        from glossary.edition import keep_triggers

        post_migrate.connect(keep_triggers, sender=self)
        post_migrate.connect(search_index.keep, sender=self)
