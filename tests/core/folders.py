"""Articles of a few sentences for tests, written to real folders."""

from pathlib import Path

from bot.core.check import Problem
from bot.storage.folder import read_folder

ARTICLE = """\
The new lighthouse of Varna was opened by Mayor Elena Petrova on 12 May 2021.
It is 42 metres high.

Norway delivered its lamp.
"""

HEAD = """\
[article]
label = "The lighthouse"
"""

OPENED = """
[[facts]]
id = "opened"
cites = [1]
[facts.asks]
en = ["Who opened the lighthouse?"]
"""

HEIGHT = """
[[facts]]
id = "height"
cites = [2]
[facts.asks]
en = ["How high is the lighthouse?"]
"""

LAMP = """
[[facts]]
id = "lamp"
cites = [3]
[facts.asks]
en = ["Where does the lamp come from?"]
"""

COST = """
[[gaps]]
id = "cost"
near = ["height"]
[gaps.asks]
en = ["What did the building cost?"]
"""

FACTS = HEAD + OPENED + HEIGHT + LAMP + COST

SMALLEST = HEAD + OPENED  # with one sentence in article.txt


def write_folder(
    folder: Path, facts: str | bytes = FACTS, article: str = ARTICLE, **others: str | bytes
) -> Path:
    """Write an article's folder; others by name with _ for the dots: `article_it_txt`."""
    files = {"article.txt": article, "facts.toml": facts}
    files |= {name.replace("_", "."): text for name, text in others.items()}
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def problems(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with a folder."""
    return read_folder(folder).problems


def places(folder: Path) -> list[str]:
    """Everything wrong with a folder as "file:line: severity"."""
    return [f"{each.file}:{each.line}: {each.severity}" for each in problems(folder)]


def line_of(text: str, wanted: str) -> int:
    """The line, from 1, on which `wanted` stands last in `text`."""
    return max(n for n, line in enumerate(text.splitlines(), 1) if wanted in line)
