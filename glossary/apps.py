from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GlossaryConfig(AppConfig):
    name = "glossary"
    verbose_name = "Glossary"

    def ready(self) -> None:
        from glossary.edition import keep_triggers

        post_migrate.connect(keep_triggers, sender=self)
