"""Everything that an editor can get wrong in a fact base is named, with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.bank import contested
from bot.storage.folder import read_folder
from core.desks import matcher_on
from core.folders import (
    ARTICLE,
    COST,
    FACTS,
    HEAD,
    HEIGHT,
    LAMP,
    OPENED,
    line_of,
    places,
    problems,
    write_folder,
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return lambda *texts, **others: write_folder(tmp_path / "article", *texts, **others)


def changed(old: str, new: str) -> str:
    """The facts with one thing replaced, which must stand in them once."""
    assert FACTS.count(old) == 1
    return FACTS.replace(old, new)


def at(facts: str, wanted: str, severity: str = "error") -> list[str]:
    return [f"facts.toml:{line_of(facts, wanted)}: {severity}"]


def test_a_good_folder_has_no_problem(write: Write) -> None:
    assert problems(write()) == ()


def test_a_problem_is_shown_as_file_line_severity_and_message(write: Write) -> None:
    facts = changed("cites = [3]", "cites = [4]")
    assert str(problems(write(facts))[0]) == (
        f"facts.toml:{line_of(facts, 'cites = [4]')}: error: "
        "fact 'lamp' cites sentence 4, the article has 1 to 3"
    )


@pytest.mark.parametrize("phrasing", ["???", "🌉", " - "])
def test_a_phrasing_without_a_word_is_a_warning(write: Write, phrasing: str) -> None:
    facts = changed("How high is the lighthouse?", phrasing)
    assert places(write(facts)) == [
        place.replace("error", "warning") for place in at(facts, phrasing)
    ]


@pytest.mark.parametrize("number", [-1, 0, 4, 10**9])
def test_a_citation_out_of_range_is_an_error(write: Write, number: int) -> None:
    facts = changed("cites = [2]", f"cites = [2, {number}]")
    assert places(write(facts)) == at(facts, f"cites = [2, {number}]")


def test_a_byline_can_be_cited(write: Write) -> None:
    facts = HEAD + '[[facts]]\nid = "author"\ncites = [0]\nasks.en = ["Who wrote this?"]\n'
    assert problems(write(facts, "By Ada Rossi\n")) == ()


@pytest.mark.parametrize(
    "answer", ["by mayor Elena Petrova", "It is 42 metres high", "12 May  2021", "12 May 2021. "]
)
def test_an_answer_that_is_not_a_verbatim_span_is_an_error(write: Write, answer: str) -> None:
    facts = changed("cites = [1]", f'cites = [1, 2]\nanswer = "{answer}"')
    assert places(write(facts)) == at(facts, "answer =")


def test_a_verbatim_answer_is_accepted(write: Write) -> None:
    assert problems(write(changed("cites = [1]", 'cites = [1]\nanswer = "12 May 2021"'))) == ()


def test_a_duplicate_id_is_an_error_at_its_last_place(write: Write) -> None:
    facts = changed('id = "lamp"', 'id = "height"')
    assert places(write(facts)) == at(facts, 'id = "height"')


def test_a_gap_with_the_id_of_a_fact_is_an_error(write: Write) -> None:
    facts = changed('id = "cost"', 'id = "lamp"')
    assert places(write(facts)) == at(facts, 'id = "lamp"')


@pytest.mark.parametrize(
    "phrasing", ["Who opened the lighthouse?", "who opened   THE lighthouse", "Who, opened the…"]
)
def test_the_same_phrasing_in_two_facts_is_an_error(write: Write, phrasing: str) -> None:
    phrasing = phrasing.replace("the…", "the lighthouse…")
    facts = changed('en = ["How high is the lighthouse?"]', f'en = [\n"How high?",\n"{phrasing}"]')
    assert places(write(facts)) == at(facts, phrasing)


def test_the_same_phrasing_in_a_fact_and_a_gap_is_an_error(write: Write) -> None:
    facts = changed('"What did the building cost?"', '"How high is the lighthouse?"')
    assert places(write(facts)) == at(facts, "How high is the lighthouse?")


def test_a_phrasing_twice_in_one_fact_is_harmless(write: Write) -> None:
    twice = '"How high is the lighthouse?", "how high is the lighthouse"'
    assert problems(write(changed('"How high is the lighthouse?"', twice))) == ()


def test_an_unknown_kind_is_an_error(write: Write) -> None:
    facts = changed("cites = [1]", 'cites = [1]\nkinds = ["who", "whom"]')
    assert places(write(facts)) == at(facts, "kinds =")


def test_an_unknown_language_of_a_phrasing_is_an_error(write: Write) -> None:
    facts = changed('en = ["Where does', 'fr = ["D’où vient la lampe ?"]\nen = ["Where does')
    assert places(write(facts)) == at(facts, "fr =")


def test_an_unknown_language_of_a_decoy_is_an_error(write: Write) -> None:
    facts = HEAD + OPENED + HEIGHT + LAMP + '[facts.decoys]\nfr = ["D’où vient-il ?"]\n' + COST
    assert places(write(facts)) == at(facts, "[facts.decoys]")


def test_an_unknown_language_of_the_article_is_an_error(write: Write) -> None:
    facts = changed('label = "The lighthouse"', 'label = "Le phare"\nlanguage = "fr"')
    assert places(write(facts)) == at(facts, "language =")


def test_a_gap_near_an_unknown_fact_is_an_error(write: Write) -> None:
    facts = changed('near = ["height"]', 'near = ["depth"]')
    assert places(write(facts)) == at(facts, "near =")


def test_a_bank_question_that_is_a_phrasing_is_an_error(write: Write) -> None:
    bank = '{"question": "who opened the lighthouse", "sentences": [1]}\n'
    assert places(write(bank_jsonl=bank)) == at(FACTS, "Who opened")


def test_a_bank_question_of_its_own_words_is_no_problem(write: Write) -> None:
    bank = '{"question": "by whom was it opened", "sentences": [1]}\n'
    assert problems(write(bank_jsonl=bank)) == ()


@pytest.mark.parametrize("bank", ["{", "[]", "7", '{"question": "Why?"}', '{"sentences": [1]}'])
def test_a_broken_line_of_the_bank_is_an_error(write: Write, bank: str) -> None:
    good = '{"question": "by whom was it opened", "sentences": [1]}'
    assert places(write(bank_jsonl=f"{good}\n\n{bank}\n")) == ["bank.jsonl:3: error"]


@pytest.mark.parametrize("value", ["Infinity", "1e400", "[" * 100_000])
def test_a_bank_that_json_cannot_count_or_hold_is_an_error(write: Write, value: str) -> None:
    bank = f'{{"question": "by whom", "sentences": [{value}]}}\n'
    assert places(write(bank_jsonl=bank)) == ["bank.jsonl:1: error"]


def test_a_sentence_that_no_fact_cites_is_a_warning_on_its_line(write: Write) -> None:
    facts = HEAD + OPENED + HEIGHT
    line = line_of(ARTICLE, "Norway")
    assert places(write(facts)) == [f"article.txt:{line}: warning"]


def test_a_sentence_that_no_message_holds_is_a_warning_on_its_line(write: Write) -> None:
    article = ARTICLE.replace("42 metres", "4" * 4096 + "2 metres")
    line = line_of(article, "metres")
    assert [str(each) for each in problems(write(FACTS, article))] == [
        f"article.txt:{line}: warning: sentence 2 is a quote of 4139 characters, expected at most "
        "4096: one message of Telegram"
    ]


def test_a_phrasing_of_one_word_is_a_warning(write: Write) -> None:
    facts = changed('"Where does the lamp come from?"', '"Where from?",\n"lamp?"')
    assert places(write(facts)) == at(facts, '"lamp?"', "warning")


def test_a_number_in_a_phrasing_that_the_sentence_has_not_is_a_warning(write: Write) -> None:
    facts = changed('"Where does the lamp come from?"', '"Is the lamp of 2020 from Norway?"')
    assert places(write(facts)) == at(facts, "2020", "warning")


def test_a_number_in_a_phrasing_that_a_cited_sentence_has_is_no_problem(write: Write) -> None:
    facts = changed('"Who opened the lighthouse?"', '"Who opened it in 2021?"')
    assert problems(write(facts)) == ()


def test_a_phrasing_that_another_fact_wins_is_a_warning(write: Write) -> None:
    facts = changed('"Where does the lamp come from?"', '"Where from?",\n"new opened building"')
    rivals = '"building new opened", "opened new building", "new building opened"'
    folder = read_folder(write(facts.replace('"Who opened the lighthouse?"', rivals)))
    assert folder.base is not None
    found = [
        (each.file, each.line, each.severity)
        for each in contested(matcher_on(folder.base), folder.place)
    ]
    assert found == [("facts.toml", folder.place("lamp", "new opened building")[1], "warning")]


def test_all_problems_are_reported_at_once(write: Write) -> None:
    facts = (
        FACTS.replace("cites = [1]", 'cites = [1]\nkinds = ["whom"]\nanswer = "12 June"')
        .replace("cites = [2]", "cites = [9]")
        .replace('"What did the building cost?"', '"Where does the lamp come from?"')
    )
    wanted = ["answer =", "kinds =", "cites = [9]", "Where does the lamp come from?"]
    expected = [place for text in wanted for place in at(facts, text)]
    uncited = f"article.txt:{line_of(ARTICLE, '42 metres')}: warning"
    assert sorted(places(write(facts))) == sorted([*expected, uncited])


def test_a_warning_is_no_error(write: Write) -> None:
    assert read_folder(write(HEAD + OPENED + HEIGHT)).errors == ()
