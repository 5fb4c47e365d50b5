import pytest

from quiz import charts, scores
from quiz.models import Learner
from quiz.scores import Score

from .conftest import begin, take


@pytest.mark.parametrize(("right", "of", "percent"), [(0, 0, 0), (0, 5, 0), (2, 3, 66), (199, 200, 99), (5, 5, 100)])
def test_only_a_perfect_score_is_a_hundred(right, of, percent):
    assert Score(right, of).percent == percent


def test_a_quiz_is_scored_from_its_questions(shelf):
    quiz = take(begin(Learner.objects.create()), right=3)
    assert scores.of_questions(list(quiz.questions.all())) == Score(3, 5)


def test_categories_are_listed_best_first(shelf, storage):
    learner = Learner.objects.create()
    take(begin(learner, categories=(storage,)), right=5)
    take(begin(learner), right=0)
    shares = [score.right / score.of for score in scores.standing(learner).categories]
    assert shares == sorted(shares, reverse=True)


def test_the_standing_counts_every_answer_and_only_finished_quizzes_make_the_trend(shelf):
    learner = Learner.objects.create()
    for seed, right in enumerate((1, 3, 5)):
        take(begin(learner, seed=seed), right=right)
    begin(learner)
    standing = scores.standing(learner)
    assert standing.overall == Score(9, 15)
    assert standing.latest == [Score(1, 5), Score(3, 5), Score(5, 5)]
    assert sum(kind.of for kind in standing.kinds) == sum(part.of for part in standing.categories) == 15


def test_what_came_before_leaves_the_quiz_itself_out(shelf):
    learner = Learner.objects.create()
    take(begin(learner), right=4)
    second = take(begin(learner, seed=2), right=0)
    assert scores.before(second) == Score(4, 5)


def test_the_latest_unfinished_quiz_is_found(shelf):
    learner = Learner.objects.create()
    begin(learner)
    latest = begin(learner, seed=2)
    take(begin(learner, seed=3), right=5)
    assert scores.unfinished(learner) == latest


@pytest.mark.parametrize("quizzes", [1, 3])
def test_a_history_takes_a_constant_number_of_queries(shelf, quizzes, django_assert_num_queries):
    learner = Learner.objects.create()
    for seed in range(quizzes):
        take(begin(learner, seed=seed), right=2)
    with django_assert_num_queries(3):
        scores.standing(learner)


def test_the_trend_runs_from_left_to_right_and_a_hundred_is_on_top():
    assert charts.trend([0, 100, 50]) == [(8.0, 88.0), (160.0, 8.0), (312.0, 48.0)]
    assert charts.trend([100]) == [(8.0, 8.0)]
