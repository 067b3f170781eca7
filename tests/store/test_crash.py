"""A run that is killed, however often, ends in the store of a run that was not."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from functools import partial

import pytest
from runs import alive, result, run
from small_stream import Prepared
from sqlalchemy import Connection, event

from killing import Killer

KILLS = 50


@pytest.fixture
def undisturbed(new_store: Callable[[], str], prepared: Prepared) -> list[str]:
    url = new_store()
    run(url, prepared)
    return result(url)


def test_killed_at_random_moments_it_ends_as_if_it_had_not_been(
    new_store: Callable[[], str], prepared: Prepared, undisturbed: list[str]
) -> None:
    started = time.perf_counter()
    alive(new_store(), prepared).join()
    killer = Killer(random.Random(42), 0.4 * (time.perf_counter() - started), 1.02)
    while killer.kills < KILLS:
        url = new_store()
        killer.until_it_ends(partial(alive, url, prepared))
        assert result(url) == undisturbed


def test_killed_before_any_statement_it_ends_as_if_it_had_not_been(
    new_store: Callable[[], str], prepared: Prepared, undisturbed: list[str]
) -> None:
    chance = random.Random(7)
    url = new_store()
    deaths = 0
    while True:
        left = chance.randrange(1, 250)

        def die(*_: object, left: list[int] = [left]) -> None:  # noqa: B006
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        def listen(die: Callable[..., None] = die) -> None:
            event.listen(Connection, "before_cursor_execute", die)
            event.listen(Connection, "commit", die)

        process = alive(url, prepared, listen)
        process.join()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        deaths += 1
    assert deaths > 3
    assert result(url) == undisturbed
