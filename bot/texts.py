"""Every word that a person sees that is not the article's: key + language + values → words."""

import gettext
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
FALLBACK = "en"
_THOUSANDS = {"it": ".", "az": ".", "tr": ".", "ru": "\N{NO-BREAK SPACE}"}  # else a comma


class Texts:
    """The message catalogues of all languages, read once."""

    def __init__(self, catalogues: Mapping[str, gettext.NullTranslations]) -> None:
        self._catalogues = catalogues

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue, English first."""
        return tuple(self._catalogues)

    def __call__(self, key: str, language: str, /, **values: object) -> str:
        """The words of `key` with `values` filled in, counts as `language` writes them; English
        where `language` has no catalogue.

        A key that no catalogue has shows itself: a reader sees a blemish, not a crash.
        """
        return self._catalogue(language).gettext(key).format_map(_written(values, language))

    def plural(self, key: str, count: int, language: str, /, **values: object) -> str:
        """Like a call, in the plural form that `count` takes in `language`; fills {count} too."""
        words = self._catalogue(language).ngettext(key, key, count)
        return words.format_map(_written({"count": count, **values}, language))

    def date(self, at: float, language: str) -> str:
        """The day of a Unix time in seconds, in UTC, as `language` writes it."""
        day = datetime.fromtimestamp(at, UTC)
        months = self("months", language).split()
        return self(
            "date", language, day=str(day.day), month=months[day.month - 1], year=str(day.year)
        )

    def moment(self, at: float, language: str) -> str:
        """The same with the time of the day."""
        time = datetime.fromtimestamp(at, UTC).strftime("%H:%M")
        return f"{self.date(at, language)}, {time} UTC"

    def _catalogue(self, language: str) -> gettext.NullTranslations:
        return self._catalogues.get(language) or self._catalogues[FALLBACK]


def _written(values: Mapping[str, object], language: str) -> Mapping[str, object]:
    """Whole numbers in groups of digits, as the Unicode CLDR has them; all else as it is."""
    between = _THOUSANDS.get(language, ",")
    return {
        name: f"{value:,}".replace(",", between) if isinstance(value, int) else value
        for name, value in values.items()
    }


def load_texts(folder: Path = LOCALES) -> Texts:
    """Read every compiled catalogue under `folder`.

    Raises: FileNotFoundError when one is not compiled (run `make run` or build the wheel).
    """
    languages = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/citebot.po"))
    ordered = sorted(languages, key=lambda language: language != FALLBACK)
    return Texts({code: gettext.translation("citebot", folder, [code]) for code in ordered})
