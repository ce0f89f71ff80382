"""All phrasings of an owner together: what they share with a question counts by its rarity."""

from collections import Counter

from bot.core.lanes import Row
from bot.core.pool import Pool, Utterance, _Index
from core.tables import vectors

VECTORS = vectors(cars=(7, 1), car=(7, 2), autos=(6, 1), fruit=(-1, 7), apples=(0, 6))


def utterance(text: str) -> Utterance:
    return Utterance(tuple(text.split()), text)


def asks(*texts: str) -> list[Utterance]:
    return list(map(utterance, texts))


POOL = Pool(
    {
        4: asks("who built the bridge", "name of the builder of the bridge"),
        7: asks("when was the bridge opened", "opening year of the bridge"),
        9: asks("how long is the bridge", "length of it in metres"),
    },
    room=10,
    vectors=None,
)


MEANT = Pool({0: asks("fruit apples"), 1: asks("cars")}, room=2, vectors=VECTORS)


def like(pool: Pool, part: str, text: str) -> dict[int, float]:
    """Owner → likeness, of those that are like the text at all."""
    found = pool.likeness(utterance(text))[part]
    known = {owner: found.of(owner) for owner in range(len(found.lanes))}
    return {owner: value for owner, value in known.items() if value}


def best(part: str, text: str) -> int:
    found = like(POOL, part, text)
    return max(found, key=lambda owner: found[owner])


def test_a_word_of_one_phrasing_finds_its_owner() -> None:
    assert best("words", "the year please") == 7


def test_two_words_in_a_row_find_their_owner() -> None:
    assert best("pairs", "so how long then") == 9


def test_a_mistyped_word_still_shares_runs_of_letters() -> None:
    assert best("runs", "bilder") == 4


def test_a_question_without_a_known_term_finds_nobody() -> None:
    assert like(POOL, "words", "zzz qqq") == {}


def test_a_word_that_every_one_of_many_owners_has_finds_nobody() -> None:
    many = Pool({n: asks(f"the bridge number {n}") for n in range(30)}, room=30, vectors=None)
    assert like(many, "words", "bridge the") == {}


def test_in_a_small_base_a_word_of_most_owners_still_counts() -> None:
    assert like(POOL, "words", "bridge the").keys() == {4, 7, 9}


def test_unknown_words_beside_known_ones_make_a_match_less_like() -> None:
    alone, among = (like(POOL, "words", text)[7] for text in ("year", "year zzz"))
    assert alone > among


def test_the_same_question_is_always_as_like() -> None:
    first, second = (POOL.likeness(utterance("who built it when")) for _ in range(2))
    assert first == second


def test_a_term_that_was_asked_for_before_counts_the_same() -> None:
    owners = {n: Counter("ab" if n % 2 else "a") for n in range(9)}
    index, forgetful = _Index(owners, Row(9), 9), _Index(owners, Row(9), 0)
    assert [index.cosines("abx") for _ in range(2)] == [forgetful.cosines("abx")] * 2


def test_a_pool_of_nothing_finds_nobody() -> None:
    assert Pool({}, room=0, vectors=None).likeness(utterance("anything")) == {}


def test_a_word_of_like_meaning_finds_its_owner() -> None:
    assert max(like(MEANT, "meaning", "autos").items(), key=lambda item: item[1])[0] == 1


def test_without_a_word_that_has_a_vector_there_is_no_meaning() -> None:
    assert "meaning" not in MEANT.likeness(utterance("zzz"))


def test_the_meaning_of_one_phrasing_counts_less_than_that_of_several() -> None:
    several = Pool({0: asks("cars", "car")}, room=1, vectors=VECTORS)
    one = Pool({0: asks("cars car")}, room=1, vectors=VECTORS)
    assert like(one, "meaning", "autos")[0] < like(several, "meaning", "autos")[0]
