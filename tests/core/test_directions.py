"""A fact about another country, or one with from and to turned round, is not the answer."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.core.answer import Cited
from bot.core.match import Matcher
from bot.storage.folder import read_folder
from core.desks import matcher_on
from core.folders import write_folder

MAIL = """\
[article]
label = "Mail"

[[facts]]
id = "letters"
cites = [1]
[facts.asks]
en = [
    "How many letters go from Norway to Spain each day?", "daily letters from Norway to Spain",
    "how many letters does Norway send to Spain", "letters sent to Spain", "mail for Spain per day",
]

[[facts]]
id = "stamps"
cites = [2]
[facts.asks]
en = ["What stands on the stamps?", "picture on the stamps", "what do the stamps show"]

[[facts]]
id = "stamps-in-peru"
cites = [3]
[facts.asks]
en = ["What stands on the stamps in Peru?", "picture on the stamps of Peru"]
"""
LETTERS = """\
By Ada Rossi

Norway sends Spain 40 letters each day.
The stamps show a fish.
In Peru the stamps show a bird.
"""


@cache
def mail() -> Matcher:
    with TemporaryDirectory() as folder:
        facts = read_folder(write_folder(Path(folder), MAIL, LETTERS)).base
    assert facts is not None
    return matcher_on(facts)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("how many letters are sent to Spain from Norway", "letters"),
        ("how many letters are sent to Norway from Spain", None),
        ("number of letters from Spain to Norway each day", None),
    ],
)
def test_a_question_that_turns_the_direction_round_is_not_answered(
    text: str, fact: str | None
) -> None:
    _, answer = mail().answer(text)
    assert (answer.facts[0].id if isinstance(answer, Cited) else None) == fact


def test_a_fact_about_a_country_that_was_not_asked_for_comes_second() -> None:
    ranking = mail().rank("the picture that stands on stamps")
    assert [match.owner.id for match in ranking.facts[:2]] == ["stamps", "stamps-in-peru"]
