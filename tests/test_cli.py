"""The program as it is typed: the installed package in a process of its own, outside the clone."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from core.folders import FACTS, HEAD, OPENED, SMALLEST, line_of, write_folder

QUESTION = "How many Italian companies are registered in Azerbaijan?"
TOKEN = "123456:AAF-secret_secret"
KEYS = [
    *("question", "outcome", "sentences", "fact", "gap", "suggestions", "best", "version"),
    "milliseconds",
]


KEPT = ("PATH", "HOME", "XDG_CACHE_HOME", "CITEBOT_SEMANTIC")  # of this process's environment


class Citebot:
    """Runs the program in an empty folder with nothing in its environment but what is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, *arguments: str | Path, typed: str | bytes = "", **environment: str | Path
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            input=typed.encode() if isinstance(typed, str) else typed,
            capture_output=True,
            cwd=self.folder,
            env={
                **{name: os.environ[name] for name in KEPT if name in os.environ},
                **{name: str(value) for name, value in environment.items()},
            },
            timeout=60,
        )
        said, told = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, said, told)


@pytest.fixture
def citebot(tmp_path: Path) -> Citebot:
    folder = tmp_path / "empty"
    folder.mkdir()
    return Citebot(folder)


@pytest.fixture
def smallest(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "smallest", SMALLEST, "Elena Petrova opened the lighthouse.\n")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "broken", FACTS.replace("cites = [3]", "cites = [4]"))


BROKEN_LINE = line_of(FACTS, "cites = [3]")


# -- ask ---------------------------------------------------------------------------------------


def test_ask_quotes_the_sentence_with_its_number_and_label(citebot: Citebot) -> None:
    assert citebot("ask", QUESTION).stdout.splitlines() == [
        "❝ Over 100 Italian companies, operating in various fields, are registered in "
        "Azerbaijan. ❞",
        "[8] Article by Ayya Lmahamad",
    ]


def test_an_unanswered_question_is_no_failure(citebot: Citebot, smallest: Path) -> None:
    done = citebot("ask", "--facts", smallest, "xyzzy plugh")
    assert (done.returncode, bool(done.stdout.strip()), done.stderr) == (0, True, "")


def test_json_has_exactly_the_promised_keys_in_their_order(
    citebot: Citebot, smallest: Path
) -> None:
    done = citebot("ask", "--json", "--facts", smallest, "anything")
    assert list(json.loads(done.stdout)) == KEYS


def test_json_of_a_quote_tells_fact_sentences_and_best(citebot: Citebot) -> None:
    record = json.loads(citebot("ask", "--json", QUESTION).stdout)
    assert (record["outcome"], record["sentences"], record["gap"]) == ("cited", [8], None)
    assert record["best"]["fact"] == record["fact"]
    assert list(record["best"]) == ["fact", "confidence"]


def test_json_of_a_gap_suggests_facts_with_their_questions(citebot: Citebot) -> None:
    record = json.loads(citebot("ask", "--json", "How much did the M-346 cost?").stdout)
    assert (record["outcome"], record["fact"], record["sentences"]) == ("unknown", None, [])
    assert record["gap"] is not None
    assert record["best"] is not None
    assert {tuple(each) for each in record["suggestions"]} == {("fact", "question", "sentences")}


def test_a_dash_answers_a_question_a_line_in_order(citebot: Citebot, smallest: Path) -> None:
    questions = [QUESTION, "hi", "", "Кто подписал договор?", "  spaced  ", QUESTION]
    done = citebot("ask", "--json", "-", "--facts", smallest, typed="\n".join(questions) + "\n")
    assert [json.loads(line)["question"] for line in done.stdout.splitlines()] == questions


def test_a_last_line_without_line_end_is_answered(citebot: Citebot, smallest: Path) -> None:
    done = citebot("ask", "--json", "-", "--facts", smallest, typed=f"hi\r\n{QUESTION}")
    assert [json.loads(line)["question"] for line in done.stdout.splitlines()] == ["hi", QUESTION]


def test_no_line_is_no_answer(citebot: Citebot, smallest: Path) -> None:
    done = citebot("ask", "--json", "-", "--facts", smallest)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])  # as the locale has it
def test_bytes_that_are_no_text_are_answered_too(
    citebot: Citebot, smallest: Path, errors: str
) -> None:
    typed = b"\xff\xfe who\nWho opened the lighthouse?\n"
    asked = ("ask", "--json", "-", "--facts", smallest)
    done = citebot(*asked, typed=typed, PYTHONIOENCODING=f"utf-8:{errors}")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)


def test_350_questions_take_less_than_3_seconds(citebot: Citebot) -> None:
    """Processor seconds, start-up and all: it waits for nothing, and other processes may run.

    The first start may take longer: it makes what later ones read.
    """
    questions = "".join(f"{QUESTION} {number}\n" for number in range(350))
    seconds = []
    for _ in range(3):
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        citebot("ask", "--json", "-", typed=questions)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)
    assert min(seconds) < 3


# -- another article ---------------------------------------------------------------------------


def test_another_folder_answers_from_its_article(citebot: Citebot, smallest: Path) -> None:
    done = citebot("ask", "--facts", smallest, "Who opened the lighthouse?")
    assert done.stdout.splitlines()[:2] == [
        "❝ Elena Petrova opened the lighthouse. ❞",
        "[1] The lighthouse",
    ]


def test_the_folder_can_be_a_setting(citebot: Citebot, smallest: Path) -> None:
    done = citebot("ask", "Who opened the lighthouse?", CITEBOT_FACTS=smallest)
    assert "Elena Petrova opened the lighthouse." in done.stdout


def test_a_broken_folder_answers_nothing_and_says_why(citebot: Citebot, broken: Path) -> None:
    done = citebot("ask", "--facts", broken, QUESTION)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"facts.toml:{BROKEN_LINE}: error" in done.stderr


# -- chat --------------------------------------------------------------------------------------


def test_chat_answers_a_pipe_and_ends_with_it(citebot: Citebot) -> None:
    done = citebot("chat", typed=f"{QUESTION}\n\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "[8] Article by Ayya Lmahamad" in done.stdout.splitlines()


def test_without_a_command_and_a_token_it_is_the_chat(citebot: Citebot) -> None:
    done = citebot(typed=f"{QUESTION}\n")
    assert done.returncode == 0
    assert "[8] Article by Ayya Lmahamad" in done.stdout.splitlines()


def test_chat_says_how_to_go_to_telegram(citebot: Citebot, smallest: Path) -> None:
    assert "CITEBOT_TOKEN" in citebot("chat", "--facts", smallest).stdout


def test_chat_takes_another_article(citebot: Citebot, smallest: Path) -> None:
    done = citebot("chat", "--facts", smallest, typed="Who opened the lighthouse?\n")
    assert "[1] The lighthouse" in done.stdout.splitlines()


# -- check -------------------------------------------------------------------------------------


def test_check_accepts_the_shipped_article(citebot: Citebot) -> None:
    done = citebot("check")
    assert (done.returncode, "error:" in done.stdout) == (0, False)


def test_check_of_a_broken_folder_exits_1_with_file_and_line(
    citebot: Citebot, broken: Path
) -> None:
    done = citebot("check", broken)
    assert done.returncode == 1
    assert done.stdout.startswith(f"facts.toml:{BROKEN_LINE}: error: ")


def test_check_shows_warnings_and_exits_0(citebot: Citebot, tmp_path: Path) -> None:
    done = citebot("check", write_folder(tmp_path / "warned", HEAD + OPENED))
    warnings = [line.split(": ")[1] for line in done.stdout.splitlines()]
    assert (done.returncode, warnings) == (0, ["warning", "warning"])


def test_check_of_a_missing_folder_exits_1(citebot: Citebot, tmp_path: Path) -> None:
    done = citebot("check", tmp_path / "none")
    assert (done.returncode, "article.txt" in done.stdout, "facts.toml" in done.stdout) == (
        1,
        True,
        True,
    )


# -- settings that stop the start --------------------------------------------------------------


def test_run_without_a_token_names_the_setting(citebot: Citebot) -> None:
    done = citebot("run")
    assert (done.returncode, "CITEBOT_TOKEN" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", [(), ("run",), ("chat",), ("ask", "hi"), ("check",)])
def test_a_bad_setting_stops_with_name_value_and_expectation(
    citebot: Citebot, command: tuple[str, ...]
) -> None:
    done = citebot(*command, CITEBOT_OWNERS="ann", CITEBOT_TOKEN=TOKEN)
    assert done.returncode == 1
    assert done.stderr.startswith("CITEBOT_OWNERS is 'ann'")
    assert "expected numeric user ids" in done.stderr


def test_a_bad_token_stops_without_being_shown(citebot: Citebot) -> None:
    done = citebot(CITEBOT_TOKEN="secret secret")
    assert (done.returncode, done.stderr.startswith("CITEBOT_TOKEN is ")) == (1, True)
    assert "secret secret" not in done.stdout + done.stderr


def test_another_bad_setting_does_not_show_the_token(citebot: Citebot) -> None:
    done = citebot("run", CITEBOT_TOKEN=TOKEN, CITEBOT_LOG_LEVEL="loud")
    assert (done.returncode, "CITEBOT_LOG_LEVEL is 'loud'" in done.stderr) == (1, True)
    assert TOKEN.split(":")[1] not in done.stdout + done.stderr


def test_a_stop_shows_no_traceback(citebot: Citebot, tmp_path: Path) -> None:
    done = citebot("chat", CITEBOT_FACTS=tmp_path / "none")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


ARTICLES = Path(__file__).parent / "articles"


def test_check_looks_into_every_folder(citebot: Citebot, tmp_path: Path) -> None:
    shutil.copytree(ARTICLES / "pier-of-oram", tmp_path / "one")
    shutil.copytree(ARTICLES / "pier-of-oram", tmp_path / "two")
    (tmp_path / "two" / "facts.toml").write_text("broken", encoding="utf-8")
    assert citebot("check", str(tmp_path)).stdout.startswith("two/facts.toml:1: error: ")


def test_the_first_of_several_articles_is_asked(citebot: Citebot) -> None:
    assert "May 1904" in citebot("ask", "--facts", str(ARTICLES), "when was the pier opened").stdout
