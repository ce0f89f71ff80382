"""Which SQLite is told of: those that can corrupt the file beside another process."""

from bot.storage.database import check_sqlite_version

BROKEN = ["3.7.0", "3.40.1", "3.44.5", "3.45.0", "3.50.6", "3.51.2"]
SOUND = ["3.6.23", "3.44.6", "3.50.7", "3.51.3", "4.0.0"]


def test_every_sqlite_with_the_wal_reset_bug_is_warned_of() -> None:
    versions = {text: tuple(map(int, text.split("."))) for text in BROKEN + SOUND}
    assert [text for text, found in versions.items() if check_sqlite_version(found)] == BROKEN
