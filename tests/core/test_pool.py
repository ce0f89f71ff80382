"""All phrasings of an owner together: what they share with a question counts by its rarity."""

from bot.core.pool import Bags, Pool, Utterance


def utterance(text: str) -> Utterance:
    return Utterance(tuple(text.split()), text)


def bags(*texts: str) -> Bags:
    found = Bags()
    for text in texts:
        found.add(utterance(text))
    return found


POOL = Pool(
    {
        4: bags("who built the bridge", "name of the builder of the bridge"),
        7: bags("when was the bridge opened", "opening year of the bridge"),
        9: bags("how long is the bridge", "length of it in metres"),
    }
)


def best(part: str, text: str) -> int:
    found = POOL.likeness(utterance(text))[part]
    return max(found, key=lambda owner: found[owner])


def test_a_word_of_one_phrasing_finds_its_owner() -> None:
    assert best("words", "the year please") == 7


def test_two_words_in_a_row_find_their_owner() -> None:
    assert best("pairs", "so how long then") == 9


def test_a_mistyped_word_still_shares_runs_of_letters() -> None:
    assert best("runs", "bilder") == 4


def test_a_question_without_a_known_term_finds_nobody() -> None:
    assert POOL.likeness(utterance("zzz qqq"))["words"] == {}


def test_a_word_that_every_one_of_many_owners_has_finds_nobody() -> None:
    many = Pool({owner: bags(f"the bridge number {owner}") for owner in range(30)})
    assert many.likeness(utterance("bridge the"))["words"] == {}


def test_in_a_small_base_a_word_of_most_owners_still_counts() -> None:
    assert POOL.likeness(utterance("bridge the"))["words"].keys() == {4, 7, 9}


def test_unknown_words_beside_known_ones_make_a_match_less_like() -> None:
    alone, among = (POOL.likeness(utterance(text))["words"][7] for text in ("year", "year zzz"))
    assert alone > among


def test_the_same_question_is_always_as_like() -> None:
    first, second = (POOL.likeness(utterance("who built it when")) for _ in range(2))
    assert first == second


def test_a_pool_of_nothing_finds_nobody() -> None:
    assert Pool({}).likeness(utterance("anything")) == {}
