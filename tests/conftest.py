"""What all tests share."""

import os
import shutil
from tempfile import mkdtemp

import pytest

# The same with and without the extra installed; a test of it switches it on.
os.environ["CITEBOT_SEMANTIC"] = "off"
# What commands keep, they keep for one run of the tests, and not in somebody's home. The first
# process makes the folder, its workers inherit the name of it.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["XDG_CACHE_HOME"] = mkdtemp(prefix="citebot-tests-")


LONGEST_FIRST = ("test_two_editors.py", "process", "test_cli.py")  # so that all cores end together


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        found = (n for n, name in enumerate(LONGEST_FIRST) if name in item.path.parts)
        return next(found, len(LONGEST_FIRST))

    items.sort(key=place)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
