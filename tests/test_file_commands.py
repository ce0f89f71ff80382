"""Facts and article on the command line: shown first, published when told so, all or nothing."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from core.folders import ARTICLE, FACTS, HEIGHT, LAMP, line_of, write_folder
from test_cli import Citebot

HIGHER = FACTS.replace("How high is", "How tall is")
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program on the lighthouse's folder, with a database of its own."""
    tower, data = write_folder(tmp_path / "tower"), tmp_path / "data"
    citebot = Citebot(tmp_path)
    return lambda *arguments: citebot(*arguments, CITEBOT_FACTS=tower, CITEBOT_DATA=data)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "file"
        path.write_text(text, encoding="utf-8")
        return path

    return write


Written = Callable[[str], Path]


def test_what_is_exported_first_is_the_folder(run: Run) -> None:
    assert run("facts", "export").stdout == FACTS


def test_an_import_only_says_what_would_change(run: Run, written: Written) -> None:
    done = run("facts", "import", written(HIGHER))
    assert (done.returncode, done.stdout) == (0, "~ fact height, asks: 1 more, 1 less\n")
    assert run("facts", "export").stdout == FACTS


def test_an_import_that_is_published_is_what_is_exported(run: Run, written: Written) -> None:
    text = "# As the editors have it.\n" + HIGHER
    done = run("facts", "import", written(text), "--publish")
    assert (done.returncode, "published as revision 2" in done.stderr) == (0, True)
    assert run("facts", "export").stdout == text


def test_what_an_imported_file_has_not_is_retired(run: Run, written: Written) -> None:
    done = run("facts", "import", written(FACTS.replace(LAMP, "")))
    assert done.stdout.startswith("- fact lamp: Where does the lamp come from?\n")


def test_a_table_is_imported_like_a_facts_toml(run: Run, written: Written) -> None:
    table = run("facts", "export", "--csv").stdout.replace("How high is", "How tall is")
    run("facts", "import", written(table), "--publish")
    assert run("facts", "export").stdout == HIGHER


def test_a_faulty_file_is_told_line_by_line_and_changes_nothing(run: Run, written: Written) -> None:
    text = FACTS.replace("[2]", "[99]").replace('near = ["height"]', 'near = ["depth"]')
    file = written(text)
    done = run("facts", "import", file, "--publish")
    wrong, near = line_of(text, "[99]"), line_of(text, "depth")
    places = [line.split(" error: ")[0] for line in done.stderr.splitlines()]
    assert (done.returncode, places) == (1, [f"{file}:{wrong}:", f"{file}:{near}:"])
    assert run("facts", "export").stdout == FACTS


@pytest.mark.parametrize("text", [FACTS, "# the same\n" + FACTS])
def test_the_same_is_not_published_again(run: Run, written: Written, text: str) -> None:
    done = run("facts", "import", written(text), "--publish")
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "nothing is different from what is published",
    )


def test_questions_that_break_need_a_reason(run: Run, written: Written, tmp_path: Path) -> None:
    row = '{"question": "tell me how high this lighthouse is", "sentences": [2]}\n'
    (tmp_path / "tower" / "bank.jsonl").write_text(row, encoding="utf-8")
    facts = FACTS.replace(HEIGHT, "").replace('near = ["height"]\n', "")
    file = written(facts)
    done = run("facts", "import", file, "--publish")
    assert (done.returncode, "newly broken" in done.stdout) == (1, True)
    assert run("facts", "import", file, "--publish", "--override", "gone").returncode == 0


def test_an_unknown_article_is_named(run: Run) -> None:
    done = run("facts", "export", "--article", "bridge")
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "there is no article 'bridge', expected one of tower",
    )


def test_a_new_text_is_shown_sentence_by_sentence(run: Run, written: Written) -> None:
    lines = [line for line in ARTICLE.splitlines() if line]
    text = "\n".join(["A new beginning.", lines[1].replace("42", "43"), lines[0]])
    done = run("article", "update", written(text))
    assert [line.split()[:4] for line in done.stdout.splitlines()[:5]] == [
        ["1", "→", "3", "moved"],
        ["2", "→", "2", "changed"],
        ["now:", "It", "is", "43"],
        ["3", "→", "–", "gone"],
        ["→", "1", "new", "A"],
    ]
    assert "retired, for a sentence of it is gone: lamp" in done.stdout


def test_a_new_text_takes_the_facts_along(run: Run, written: Written) -> None:
    done = run("article", "update", written("A new beginning.\n" + ARTICLE), "--publish")
    assert done.returncode == 0, done.stderr
    expected = FACTS
    for number in (3, 2, 1):
        expected = expected.replace(f"cites = [{number}]", f"cites = [{number + 1}]")
    assert run("facts", "export").stdout == expected
