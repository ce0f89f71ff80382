"""Answers in words, kept: the same words for the same answer, and for no other."""

from dataclasses import replace

import pytest

from bot.chat.render import Renderer
from bot.chat.replies import KEPT, Replies
from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.facts import Gap
from bot.core.match import Matcher
from bot.desk import Desk, Reply
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from bot.texts import load_texts
from chat.world import BASE

TEXTS = load_texts()
DESK = Desk({"bridge": Matcher(BASE, read_languages(), read_weights())})
ONE, OTHER = BASE.facts[:2]
GAP = Gap("cost", {"en": ("How much?",)})
ANSWERS: list[Answer] = [
    Cited((ONE,)),
    Cited((OTHER,)),
    Cited((ONE, OTHER)),
    Suggested((ONE,)),
    Suggested((ONE, OTHER)),
    Suggested((OTHER, ONE)),
    Unknown(),
    Unknown(near=(ONE,)),
    Unknown(GAP),
    Unknown(GAP, near=(ONE,)),
    Unknown(smalltalk="thanks"),
    Unknown(smalltalk="hello"),
]


def render(article: str, language: str) -> Renderer:
    return Renderer(article, DESK.base(article), TEXTS, language, "citebot")


def reply(answer: Answer, language: str = "en", version: str = "v1") -> Reply:
    return Reply("who?", language, "bridge", answer, version, None, None, 1.0)


@pytest.fixture
def replies() -> Replies:
    return Replies(DESK, render)


def test_a_kept_answer_is_the_one_that_would_be_written_anew(replies: Replies) -> None:
    asked = [reply(answer, language) for answer in ANSWERS for language in ("en", "it")]
    first = [replies.message(each) for each in asked]
    kept = [replies.message(each) for each in asked]
    assert kept == first == [render("bridge", each.language).reply(each) for each in asked]


def test_an_answer_is_written_once(replies: Replies) -> None:
    assert replies.message(reply(Cited((ONE,)))) is replies.message(reply(Cited((ONE,))))


def test_a_publication_has_answers_written_anew(replies: Replies) -> None:
    replies.message(reply(Cited((ONE,))))
    shorter = replace(ONE, cites=OTHER.cites, answer=None)
    shown = replies.message(reply(Cited((shorter,)), version="v2"))
    assert shown == render("bridge", "en").reply(reply(Cited((shorter,))))


def test_only_the_last_answers_are_kept(replies: Replies) -> None:
    first = replies.message(reply(Cited((ONE,))))
    for number in range(KEPT):
        replies.message(reply(Cited((ONE,)), version=str(number)))
    assert replies.message(reply(Cited((ONE,)))) is not first
