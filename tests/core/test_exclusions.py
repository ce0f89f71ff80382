"""Besides Italy, who else: a question for others than those that it names."""

from functools import cache

import pytest

from bot.core.exclusions import Exclusions
from bot.core.facts import Article, Sentence
from bot.core.normalize import Stemmer, latin, words
from bot.core.places import Places
from bot.storage.languages import read_languages

ARTICLE = Article(
    label="Lamp",
    language="en",
    sentences=(Sentence(1, "The lamp was delivered by Mayor Petrova of the Lamp Office.", 0),),
    translations={
        "ru": {1: "Лампу доставила мэр Петрова."},
        "it": {1: "La lampada dell'Ufficio Lampade, un ufficio nuovo, la portò Petrova."},
    },
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
        ("which other countries helped", "en", True),
        ("who delivered more to the other, Norway or Italy", "en", False),
        ("quali paesi oltre all'Italia", "it", True),
        ("chi altro l'ha consegnata", "it", True),
        ("chi è venuto oltre all'ufficio", "it", False),
        ("chi è venuto oltre a Petrova", "it", True),
        ("chi ha dato di più all'altro", "it", False),
        ("какие страны, кроме Италии", "ru", True),
        ("кто приехал кроме Петровой", "ru", True),
        ("кто ещё приехал", "ru", True),
        ("İtaliyadan başqa hansı ölkələr", "az", True),
        ("daha kim gəlib", "az", True),
        ("kim daha çox göndərib", "az", False),
        ("Petrova başqa ölkələrdə də tanınır", "az", False),
        ("başqa ölkələr İtaliyaya nə göndərib", "az", False),
        ("İtalya'dan başka hangi ülkeler", "tr", True),
        ("İtalya lamba dışında ne gönderdi", "tr", False),
        ("lambadan başka hangi şeyler geldi", "tr", False),
        ("lamba dışında İtalya ne gönderdi", "tr", False),
    ],
)
def test_others_are_asked_for_by_the_words_beside_a_name(
    text: str, language: str, is_asked: bool
) -> None:
    tokens = words(text)
    folded = [latin(token) for token in tokens]
    assert exclusions().asked(tokens, folded, language) is is_asked
