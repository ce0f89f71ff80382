"""The shipped article: carried over character for character, covered, and found as people ask."""

import hashlib
from itertools import groupby

import pytest
from core.desks import shipped_base, shipped_desk, shipped_folder

from bot.core.answer import Cited
from bot.core.check import asked
from bot.core.facts import LANGUAGES
from bot.core.normalize import fold
from bot.settings import shipped_facts
from bot.storage.folder import read_bank

# sha256 of the article's paragraphs as they were given, blank lines between them.
SOURCE = "a0690d2ecd93ca80529a1c06da6178ac80bb5afa34d026b0bd0acccd497be1c5"
OTHERS = tuple(language for language in LANGUAGES if language != "en")


def test_the_sentences_joined_by_spaces_are_the_source_paragraphs() -> None:
    sentences = shipped_base().article.sentences
    paragraphs = (
        " ".join(sentence.text for sentence in group)
        for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)
    )
    assert hashlib.sha256("\n\n".join(paragraphs).encode()).hexdigest() == SOURCE


def test_the_folder_has_no_error() -> None:
    assert shipped_folder().errors == ()


def test_the_byline_is_sentence_0_and_the_last_sentence_is_14() -> None:
    assert shipped_base().article.numbers == tuple(range(15))


def test_every_sentence_is_cited_by_a_fact() -> None:
    base = shipped_base()
    assert {number for fact in base.facts for number in fact.cites} == set(base.article.numbers)


def test_every_answer_is_a_verbatim_span_of_its_first_sentence() -> None:
    base = shipped_base()
    strangers = [
        fact.id
        for fact in base.facts
        if fact.answer is not None and fact.answer not in base.article[fact.cites[0]].text
    ]
    assert strangers == []


def test_every_sentence_is_translated_into_every_language() -> None:
    article = shipped_base().article
    assert {
        language: tuple(lines) for language, lines in article.translations.items()
    } == dict.fromkeys(OTHERS, article.numbers)


def few(table: str, least: dict[str, int]) -> list[str]:
    """Each fact or gap that has fewer different phrasings in a language than wanted."""
    owners = shipped_base().facts if table == "facts" else shipped_base().gaps
    return [
        f"{owner.id}: {len(set(owner.asks.get(language, ())))} in {language}, expected {wanted}"
        for owner in owners
        for language, wanted in least.items()
        if len(set(owner.asks.get(language, ()))) < wanted
    ]


def test_every_fact_has_ten_english_phrasings_and_four_in_each_other_language() -> None:
    assert few("facts", {"en": 10, **dict.fromkeys(OTHERS, 4)}) == []


def test_there_are_at_least_sixty_gaps() -> None:
    assert len(shipped_base().gaps) >= 60


def test_every_gap_has_three_english_phrasings_and_one_in_each_other_language() -> None:
    assert few("gaps", {"en": 3, **dict.fromkeys(OTHERS, 1)}) == []


def test_sentence_5_is_cut_by_what_is_asked_of_it() -> None:
    assert len([fact for fact in shipped_base().facts if fact.cites[0] == 5]) >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_main_question_finds_the_sentence_of_its_fact(language: str) -> None:
    lost = []
    for fact in shipped_base().facts:
        question = fact.asks[language][0]
        best = shipped_desk().ask(question, language).best
        if best is None or best.cites[0] != fact.cites[0]:
            lost.append(f"{question} -> {best and best.id}, expected {fact.id}")
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_main_question_is_answered_with_a_quote(language: str) -> None:
    questions = [fact.asks[language][0] for fact in shipped_base().facts]
    assert [
        text for text in questions if shipped_desk().ask(text, language).outcome != "cited"
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_main_question_of_a_gap_is_answered_with_a_quote(language: str) -> None:
    questions = [gap.asks[language][0] for gap in shipped_base().gaps]
    assert [
        text for text in questions if shipped_desk().ask(text, language).outcome == "cited"
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        *("what is the capital of australia", "best pizza recipe?", "how do i fix my bike"),
        *("who won the champions league", "which kinds of pets do you have", "what time is it"),
        *("che tempo fa a roma", "consigliami un film", "chi ha vinto sanremo"),
        *("sabah hava necə olacaq", "ən yaxşı telefon hansıdır", "mənə nağıl danış"),
        *("какая завтра погода", "кто выиграл чемпионат мира", "как сварить борщ"),
        *("yarın hava nasıl olacak", "bana bir fıkra anlat", "en iyi telefon hangisi"),
    ],
)
def test_everyday_requests_are_no_questions_about_the_article(text: str) -> None:
    assert shipped_desk().ask(text).outcome != "cited"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        *(("did italy back azerbaijans territorial integrity", 13), ("who's profumo", 5)),
        *(("quante aziende italiane ci sono in azerbaigian", 8), ("in ke campi collaborano", 4)),
        *(("azərbaycan italiyaya enerji verirmi", 7), ("ağıllı şəhəri kim tikir", 14)),
        *(("сколько итальянских фирм работает в азербайджане", 8), ("кто подписал соглашение", 5)),
        *(
            ("güney kafkasya ticaretinin yüzde kaçı azerbaycanla", 11),
            ("akıllı şehri kim yapıyor", 14),
        ),
    ],
)
def test_plain_questions_are_answered_in_every_language(text: str, sentence: int) -> None:
    answer = shipped_desk().ask(text).answer
    assert isinstance(answer, Cited)
    assert answer.sentences[0] == sentence


@pytest.mark.parametrize("text", ["what is 2+2", "quanto fa 7 + 5?", "3"])
def test_a_sum_is_no_question_about_the_numbers_of_the_article(text: str) -> None:
    assert shipped_desk().ask(text).outcome == "unknown"


def test_a_clause_is_not_quoted_where_the_whole_asks_for_what_a_gap_has() -> None:
    text = "What did Italy spend its 770 million in Azerbaijan on, hotels, farms, what?"
    assert shipped_desk().ask(text).outcome == "suggested"


def test_of_one_sentence_the_fact_that_answers_what_is_asked_for_is_quoted() -> None:
    asked = "Azerbaycan Savunma Bakanlığı ile İtalyan Genelkurmayı heyetleri nerede görüştü?"
    answer = shipped_desk().ask(asked).answer
    assert isinstance(answer, Cited)
    assert answer.facts[0].id == "meeting-place"


@pytest.mark.parametrize("name", ["held-out.jsonl", "traps.jsonl"])
def test_no_question_of_the_sets_beside_the_bank_is_a_phrasing_or_of_the_bank(name: str) -> None:
    known = {fold(each.text) for each in asked(shipped_base())}
    known |= {fold(row.question) for row in read_bank(shipped_facts() / "bank.jsonl")}
    rows = read_bank(shipped_facts() / name)
    assert rows
    assert [row.question for row in rows if fold(row.question) in known] == []
