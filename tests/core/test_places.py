"""Which countries a text names, and from which to which something goes."""

from functools import cache

import pytest

from bot.core.normalize import Stemmer, words
from bot.core.places import End, Places
from bot.storage.languages import read_languages


@cache
def places() -> Places:
    return Places(read_languages(), Stemmer())


@pytest.mark.parametrize(
    ("text", "language", "countries"),
    [
        ("what did Italy and New Zealand sign", "en", {"IT", "NZ"}),
        ("cosa ha firmato l'Italia", "it", {"IT"}),
        ("İtaliyadan gələnlər", "az", {"IT"}),
        ("кто приехал из Италии", "ru", {"IT"}),
        ("İtalya'dan gelenler", "tr", {"IT"}),
        ("le imprese turche", "it", {"TR"}),
        ("французских компаний", "ru", {"FR"}),
        ("Almanların şirkətləri", "az", {"DE"}),
        ("a zealous traveller", "en", set()),
        ("nel corso della riunione dei territori liberati", "it", set()),
        ("кроме того, по данным министерства", "ru", set()),
    ],
)
def test_a_country_is_found_by_its_name_in_any_case(
    text: str, language: str, countries: set[str]
) -> None:
    assert places().named(words(text), language) == countries


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ("jets from Italy to Azerbaijan", "en", {("from", "IT"), ("to", "AZ")}),
        ("jets bought by Azerbaijan", "en", {("from", "AZ")}),
        ("quando è andato in Italia", "it", {("to", "IT")}),
        ("gas dall'Azerbaigian all'Italia", "it", {("from", "AZ"), ("to", "IT")}),
        ("İtaliyadan Azərbaycana", "az", {("from", "IT"), ("to", "AZ")}),
        ("из Италии в Азербайджан", "ru", {("from", "IT"), ("to", "AZ")}),
        ("İtalya'dan Azerbaycan'a", "tr", {("from", "IT"), ("to", "AZ")}),
        ("Italy and Azerbaijan", "en", set()),
    ],
)
def test_a_direction_is_told_by_a_word_before_the_name_or_by_its_ending(
    text: str, language: str, ends: set[End]
) -> None:
    assert places().ends(words(text), language) == ends


def test_of_two_countries_with_one_marked_the_other_is_the_other_end() -> None:
    ends = places().ends(words("what does Azerbaijan buy from Italy"), "en")
    assert ends == {("from", "IT"), ("to", "AZ")}
