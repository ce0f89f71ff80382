"""Fitting the confidence: one bank gives one set of weights, and the threshold keeps its word."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.calibrate import Calibration, calibrate, curve_svg
from bot.core.facts import BankQuestion
from bot.core.match import Matcher
from bot.core.weights import Confidence
from bot.storage.folder import read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights, write_weights
from core.folders import write_folder
from core.lighthouse import ARTICLE, FACTS

RIGHT = [
    ("who opend the lighthouse", 1),
    ("the mayor who inaugurated it", 1),
    ("when did the lighthouse open", 1),
    ("date of the inaugration", 1),
    ("how tall is the lighthouse", 2),
    ("metres of the tower", 2),
    ("which country sent the lamp", 3),
    ("ships at the cape each month", 4),
]
UNANSWERED = [
    "what did the lighthouse cost to build",
    "price of the new tower",
    "who designed the lighthouse of Varna",
    "name of the architect",
    "how many tourists go to the lighthouse",
    "which mayor closed the port",
    "who delivered the door",
]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder = write_folder(tmp_path_factory.mktemp("facts"), FACTS, ARTICLE)
    base = read_folder(folder).base
    assert base is not None
    return Matcher(base, read_languages(), read_weights())


def bank() -> list[BankQuestion]:
    rows = [(text, (number,)) for text, number in RIGHT] + [(text, ()) for text in UNANSWERED]
    rows *= 4  # some of each in the tuned half
    return [BankQuestion(f"q{n}", "en", text, gold, "") for n, (text, gold) in enumerate(rows)]


def fitted(matcher: Matcher, most: float = 0.1) -> Calibration:
    return calibrate((matcher, bank()), [], most)


def test_the_same_bank_in_another_order_gives_the_same_weights(matcher: Matcher) -> None:
    rows = bank()
    random.Random(1).shuffle(rows)
    assert calibrate((matcher, rows), [], 0.1).weights == fitted(matcher).weights


def test_no_more_false_answers_than_allowed(matcher: Matcher) -> None:
    assert fitted(matcher, 0.1).false_answers <= 0.1


def test_a_laxer_limit_never_lowers_the_coverage(matcher: Matcher) -> None:
    assert fitted(matcher, 0.5).coverage >= fitted(matcher, 0.05).coverage


def test_the_questions_of_other_bases_change_the_weights(matcher: Matcher) -> None:
    other = [BankQuestion(f"o{n}", "en", text, (), "") for n, (text, _) in enumerate(RIGHT * 4)]
    found = calibrate((matcher, bank()), [[(matcher, other)]], 0.1)
    assert found.weights.curated != fitted(matcher).weights.curated


def test_the_threshold_is_chosen_on_the_bank_alone(matcher: Matcher) -> None:
    other = [BankQuestion(f"o{n}", "en", text, (), "") for n, (text, _) in enumerate(RIGHT * 4)]
    found = calibrate((matcher, bank()), [[(matcher, other)]], 0.1)
    assert len(found.curve) == len(fitted(matcher).curve)


def test_the_curve_ends_at_full_coverage(matcher: Matcher) -> None:
    assert fitted(matcher).curve[-1][0] == 1.0


def test_the_picture_holds_every_point_of_the_curve(matcher: Matcher) -> None:
    curve = fitted(matcher).curve
    points = curve_svg(curve).split('points="')[1].split('"')[0]
    assert len(points.split()) == len(curve)


def test_a_bank_without_unanswerable_questions_is_refused_by_name(matcher: Matcher) -> None:
    rows = [BankQuestion(f"q{n}", "en", "who opened it", (1,), "") for n in range(8)]
    with pytest.raises(ValueError, match="expected right and wrong ones"):
        calibrate((matcher, rows), [], 0.1)


def test_weights_that_are_written_are_read_back_as_they_were(tmp_path: Path) -> None:
    weights = replace(read_weights(), plain=Confidence(0.5, {"score": -1.25}, 0.123))
    write_weights(weights, tmp_path / "weights.json")
    assert read_weights(tmp_path / "weights.json") == weights
