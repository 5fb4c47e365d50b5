"""The quiz's addresses."""

from django.urls import path

from quiz import views

urlpatterns = [
    path("quiz/", views.choose, name="quiz-choose"),
    path("quiz/<uuid:quiz_id>/", views.quiz, name="quiz"),
    path("quiz/<uuid:quiz_id>/<int:number>/", views.question, name="question"),
    path("quiz/<uuid:quiz_id>/result/", views.result, name="quiz-result"),
    path("progress/", views.progress, name="progress"),
]
