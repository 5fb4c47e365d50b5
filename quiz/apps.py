from django.apps import AppConfig


class QuizConfig(AppConfig):
    name = "quiz"
    verbose_name = "Quiz"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from quiz import learners

        user_logged_in.connect(learners.claim, dispatch_uid="claim")
