"""Besides Italy, who else: a question for others than those that it names."""

from functools import cache

import pytest

from bot.core.exclusions import Exclusions
from bot.core.facts import Article, Sentence
from bot.core.normalize import Stemmer, latin, words
from bot.core.places import Places
from bot.core.question import kinds_of
from bot.storage.languages import read_languages

ARTICLE = Article(
    label="Lamp",
    language="en",
    sentences=(Sentence(1, "The lamp was delivered by Mayor Petrova.", 0),),
    translations={"ru": {1: "Лампу доставила мэр Петрова."}},
)


@cache
def exclusions() -> Exclusions:
    languages, stemmer = read_languages(), Stemmer()
    return Exclusions(ARTICLE, languages, stemmer, Places(languages, stemmer))


@pytest.mark.parametrize(
    ("text", "language", "is_asked"),
    [
        ("which countries besides Italy helped", "en", True),
        ("apart from Norway, who helped", "en", True),
        ("who came besides Petrova", "en", True),
        ("apart from the lamp, what did Norway send", "en", False),
        ("what did Italy and Norway send", "en", False),
        ("who else delivered it", "en", True),
        ("what else was delivered", "en", False),
        ("quali paesi oltre all'Italia", "it", True),
        ("chi altro l'ha consegnata", "it", True),
        ("какие страны, кроме Италии", "ru", True),
        ("кто приехал кроме Петровой", "ru", True),
        ("кто ещё приехал", "ru", True),
        ("İtaliyadan başqa hansı ölkələr", "az", True),
        ("başqa ölkələr İtaliyaya nə göndərib", "az", False),
        ("İtalya'dan başka hangi ülkeler", "tr", True),
        ("lamba dışında İtalya ne gönderdi", "tr", False),
    ],
)
def test_others_are_asked_for_by_the_words_beside_a_name(
    text: str, language: str, is_asked: bool
) -> None:
    tokens = words(text)
    folded = [latin(token) for token in tokens]
    kinds = kinds_of(folded, read_languages()[language])
    assert exclusions().asked(tokens, folded, kinds, language) is is_asked
