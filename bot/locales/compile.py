"""Build hook: each language's .po becomes the .mo that gettext reads, and CLDR tables of names."""

import json
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MAIN = 30.0  # percent of a country that speak a language, from which it stands for the country
# Réunion, a part of France, is called as a meeting is in Italian.
NO_COUNTRY = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "RE"}


def compile_catalogues(folder: Path) -> None:
    """Write citebot.mo beside every citebot.po under `folder`."""
    for source in sorted(folder.glob("*/LC_MESSAGES/citebot.po")):
        language = source.parent.parent.name
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def write_names(folder: Path) -> None:
    """Write cldr.json into every language's folder: what countries and months are called.

    Name of a country or language → country code. Source: Unicode CLDR, by way of Babel; a language
    stands for the country that CLDR's likely subtags give it (German → DE) where it is official
    and many speak it: the names of the others (Corsican is corso in Italian) are mostly words that
    mean something else.
    """
    for words in sorted(folder.glob("*/words.toml")):
        locale = Locale(words.parent.name)
        names = {"places": _places(locale), "months": _months(locale)}
        table = json.dumps(names, ensure_ascii=False, sort_keys=True, indent=0)
        words.with_name("cldr.json").write_text(table, encoding="utf-8")


def _months(locale: Locale) -> list[str]:
    """In every form: in Russian a date has another case than the month alone."""
    forms = (locale.months[context]["wide"].values() for context in ("format", "stand-alone"))
    return sorted({name for names in forms for name in names})


def _places(locale: Locale) -> dict[str, str]:
    likely, spoken = get_global("likely_subtags"), get_global("territory_languages")
    places = {}
    for code, name in locale.languages.items():
        country = likely.get(code, "").rpartition("_")[2]
        status = spoken.get(country, {}).get(code, {})
        is_main = status.get("official_status") and status["population_percent"] >= MAIN
        if len(code) == 2 and len(country) == 2 and is_main:
            places[name] = country
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            places[name] = code
    return places


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling finds it by this name
    """Runs before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make what is made of this source tree's data."""
        folder = Path(self.root) / "bot" / "locales"
        compile_catalogues(folder)
        write_names(folder)
