import pytest
from django.utils import timezone

from glossary.models import Term
from quiz import charts, history, practice, scores
from quiz.models import Learner, Mode
from quiz.scores import Score

from .conftest import begin, take, wrong_answer


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


def test_unfinished_quizzes_are_found_the_latest_first(shelf):
    learner = Learner.objects.create()
    first, latest = begin(learner), begin(learner, seed=2)
    take(begin(learner, seed=3), right=5)
    assert scores.unfinished(learner) == [latest, first]


def test_earlier_tries_are_those_at_the_same_choice(shelf, storage):
    learner = Learner.objects.create()
    first = take(begin(learner), right=1)
    take(begin(learner, seed=2, categories=(storage,)), right=2)
    begin(learner, seed=3)
    latest = take(begin(learner, seed=4), right=4)
    assert [(one, one.right, one.of) for one in scores.earlier(latest)] == [(first, 1, 5)]


def test_what_is_open_in_a_quiz_that_was_ended_counts_in_an_exam_only(shelf):
    for mode, of in ((Mode.PRACTICE, 1), (Mode.EXAM, 5)):
        quiz = begin(Learner.objects.create(), mode=mode)
        question = quiz.questions.first()
        practice.record(question, question.key, timezone.now())
        quiz = practice.finish(quiz, timezone.now())
        counting = scores.counting(quiz, list(quiz.questions.all()))
        assert scores.of_questions(counting) == Score(1, of)
        for parts in (scores.per_category(counting), scores.per_kind(counting)):
            assert (sum(one.right for one in parts), sum(one.of for one in parts)) == (1, of)


def test_somebody_who_guesses_has_one_in_four_right(shelf):
    questions = list(begin(Learner.objects.create(), length=10).questions.all())
    sizes = [len(question.options) for question in questions]
    assert scores.by_guessing(questions) == round(sum(1 / size for size in sizes))


def test_a_mistake_is_one_until_it_is_put_right(shelf):
    learner = Learner.objects.create()
    quiz = take(begin(learner), right=3)
    wrong = [question.term_id for question in quiz.questions.wrong()]
    assert sorted(history.mistakes(learner)) == sorted(wrong)
    again = begin(learner, length=1, mode=Mode.TERM, term=Term.objects.get(pk=wrong[0]))
    take(again, right=1)
    assert history.mistakes(learner) == [one for one in history.latest_answers(learner) if one in wrong[1:]]
    assert set(history.weak(learner)) == set(wrong)


def test_a_term_is_new_until_it_was_answered(shelf, storage):
    learner = Learner.objects.create()
    quiz = begin(learner, categories=(storage,))
    question = quiz.questions.first()
    practice.record(question, 1, timezone.now())
    assert set(history.new(learner, [])) == {term.pk for term in shelf.values()} - {question.term_id}
    assert set(history.new(learner, [storage])) == set(storage.terms.values_list("pk", flat=True)) - {question.term_id}


def test_what_was_taken_for_what_is_counted(shelf):
    learner = Learner.objects.create()
    question = begin(learner).questions.first()
    practice.record(question, wrong_answer(question), timezone.now())
    other = question.options[wrong_answer(question) - 1]["term"]
    assert history.confusions(learner) == {question.term_id: {other: 1}}


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
