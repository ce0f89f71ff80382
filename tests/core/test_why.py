"""`citebot why` shows all that decided about a question."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.facts import Fact, Gap
from bot.core.match import Matcher
from bot.core.why import FACTS as MOST_FACTS
from bot.core.why import GAPS as MOST_GAPS
from bot.core.why import SHOWN, in_brief, outcome, quoted, why
from bot.storage.folder import read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from core.folders import write_folder
from core.lighthouse import ARTICLE, FACTS

HEIGHT = Fact("height", (2, 3), {"en": ("?",)})
COST = Gap("cost", {"en": ("?",)}, ("height",))


@cache
def matcher() -> Matcher:
    with TemporaryDirectory() as folder:
        base = read_folder(write_folder(Path(folder), FACTS, ARTICLE)).base
    assert base is not None
    return Matcher(base, read_languages(), read_weights())


def section(text: str, label: str) -> list[str]:
    """The lines under a label, without the column of labels."""
    lines = why(matcher(), text)
    start = next(n for n, line in enumerate(lines) if line.startswith(label))
    found = [lines[start]]
    for line in lines[start + 1 :]:
        if not line.startswith(" "):
            break
        found.append(line)
    return [line[12:] for line in found]


def test_the_language_is_told_and_whether_it_shows() -> None:
    assert section("Quanto è alto il faro?", "language") == ["it (plain)"]


def test_a_language_that_does_not_show_is_guessed() -> None:
    assert section("xyzzy", "language") == ["en (guessed)"]


def test_what_is_asked_for_is_told() -> None:
    assert section("Who opened the lighthouse?", "asks for") == ["who"]


def test_countries_are_told_by_their_codes() -> None:
    assert section("Does the lamp come from Norway?", "countries") == ["NO"]


def test_a_word_of_the_base_is_told_with_its_concept() -> None:
    assert "lighthouse → lighthous" in section("Who opened the lighthouse?", "words")


def test_a_word_that_had_to_be_mended_says_how_sure_it_is() -> None:
    words = section("Who opened the lighthuose?", "words")
    assert any(w.startswith("lighthuose → lighthous (mended, 0.") for w in words)


def test_a_word_that_stands_nowhere_says_so() -> None:
    assert section("xyzzy lamp", "words")[0] == "xyzzy → nothing in the base"


def test_a_text_without_content_has_no_words() -> None:
    assert section("👍", "words") == ["none with content"]


def test_the_best_facts_come_first_with_score_sentences_and_phrasing() -> None:
    first = section("How high is the lighthouse?", "facts")[0]
    assert first.split(" ", 1)[1] == "height [2] by “How high is the lighthouse?”"


def test_a_candidate_names_the_words_it_does_not_have() -> None:
    assert section("xyzzy lamp", "facts")[0].endswith(", without xyzzy")


def test_few_candidates_are_shown() -> None:
    text = "journalist opened lighthouse metres lamp ships cost architect tourists"  # of all owners
    ranking = matcher().rank(text)
    assert (len(ranking.facts), len(ranking.gaps)) == (6, 3)
    assert len(section(text, "facts")) == 2 * MOST_FACTS  # each with the parts of its score
    assert len(section(text, "gaps")) == 2 * MOST_GAPS


def test_a_score_is_the_sum_of_the_parts_that_are_shown() -> None:
    first, parts = section("What is the height of the tower?", "facts")[:2]
    factors = [part.split()[1].split("×") for part in parts.split(",")]
    total = sum(float(value) * float(share) for value, share in factors)
    assert total == pytest.approx(float(first.split()[0]), abs=0.01)


def test_small_talk_is_told() -> None:
    assert section("thank you", "small talk")[0].endswith(" thanks")


def test_the_confidence_is_the_sum_of_what_is_shown() -> None:
    lines = section("What is the height of the tower?", "confidence")
    ranking = matcher().rank("What is the height of the tower?")
    assert lines[0].startswith(f"{ranking.confidence:.3f} ")
    total = sum(float(line.split()[-1]) for line in lines[1:])
    assert 1 / (1 + 2.718281828**-total) == pytest.approx(ranking.confidence, abs=0.01)


def test_every_feature_is_shown() -> None:
    lines = section("How high is the lighthouse?", "confidence")
    assert [line.split()[0] for line in lines[2:]] == list(read_weights().curated.weights)


def test_a_question_without_candidate_has_no_features() -> None:
    assert len(section("xyzzy", "confidence")) == 1


def test_a_guard_that_fired_is_named() -> None:
    assert "other country: FR" in section("Did France deliver the lamp?", "guards")


def test_no_guard_is_told_too() -> None:
    assert section("How high is the lighthouse?", "guards") == ["none"]


def test_the_outcome_is_that_of_the_reader() -> None:
    assert section("How high is the lighthouse?", "outcome") == ["cited height [2]"]


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Cited((HEIGHT,)), "cited height [2, 3]"),
        (Suggested((HEIGHT, HEIGHT)), "suggested height [2, 3], height [2, 3]"),
        (Unknown(), "unknown"),
        (Unknown(smalltalk="thanks"), "unknown, small talk thanks"),
        (Unknown(gap=COST), "unknown, gap cost"),
        (Unknown(gap=COST, near=(HEIGHT,)), "unknown, gap cost, near height [2, 3]"),
    ],
)
def test_an_outcome_is_one_line(answer: Answer, line: str) -> None:
    assert outcome(answer) == line


def test_in_brief_tells_where_the_right_fact_came() -> None:
    ranking, answer = matcher().answer("When was the lighthouse opened?")
    lines = in_brief(ranking, answer, gold=(2,))
    assert "right fact is number " in lines[-1]
    assert "height [2]" in lines[-1]


@pytest.mark.parametrize(
    "text",
    ["", "👍", "a", "x" * 4096, "lamp " * 300, "\u202elamp\u202c", "1 2 3", "e\u0301" * 99, "灯台"],
)
def test_any_text_is_explained(text: str) -> None:
    lines = why(matcher(), text)
    assert lines[-1].startswith("outcome")
    assert all(len(line) < 200 for line in lines)
    assert all(line.isprintable() for line in lines)


def test_a_long_text_is_cut_where_it_is_shown() -> None:
    assert len(quoted("lamp " * 100)) == SHOWN + 2


def test_controls_and_line_ends_are_not_shown() -> None:
    assert quoted("a\u202eb\n\tc") == "“a b c”"


def test_the_command_prints_the_lines(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "article", FACTS, ARTICLE)
    ran = CliRunner().invoke(main, ["why", "How high is the lighthouse?", "--facts", str(folder)])
    assert ran.exit_code == 0
    assert ran.output.splitlines() == list(why(matcher(), "How high is the lighthouse?"))
