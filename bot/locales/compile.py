"""Build hook: compiles each language's .po into the .mo that gettext reads, and refuses a bad one."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> None:
    """Write citebot.mo beside every citebot.po under `folder`."""
    for source in sorted(folder.glob("*/LC_MESSAGES/citebot.po")):
        language = source.parent.parent.name
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling finds it by this name
    """Runs before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile the catalogues of this source tree."""
        compile_catalogues(Path(self.root) / "bot" / "locales")
