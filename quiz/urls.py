"""The quiz's addresses."""

from django.urls import path

from quiz.views import asking, choosing, results

urlpatterns = [
    path("quiz/", choosing.choose, name="quiz-choose"),
    path("quiz/<uuid:quiz_id>/", asking.quiz, name="quiz"),
    path("quiz/<uuid:quiz_id>/<int:number>/", asking.question, name="question"),
    path("quiz/<uuid:quiz_id>/<int:number>/right/", asking.override, name="question-override"),
    path("quiz/<uuid:quiz_id>/<int:number>/report/", asking.report, name="question-report"),
    path("quiz/<uuid:quiz_id>/review/", asking.review, name="quiz-review"),
    path("quiz/<uuid:quiz_id>/end/", asking.end, name="quiz-end"),
    path("quiz/<uuid:quiz_id>/untimed/", asking.stop_the_clock, name="quiz-untimed"),
    path("quiz/<uuid:quiz_id>/result/", results.result, name="quiz-result"),
    path("quiz/<uuid:quiz_id>/share/", results.share, name="quiz-share"),
    path("shared/<uuid:token>/", results.shared, name="quiz-shared"),
    path("progress/", results.progress, name="progress"),
]
