"""Processes that are killed at random moments, and begun again until they come to an end."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkProcess


@dataclass
class Killer:
    """Lets a process live up to ``longest`` seconds, ``slower`` times as long after each kill.

    So it ends some time, on a machine that became busy as well. ``kills`` counts them.
    """

    chance: random.Random
    longest: float
    slower: float
    kills: int = 0

    def until_it_ends(self, begin: Callable[[], ForkProcess]) -> None:
        """Begin the process, kill it and begin it anew until it has ended by itself, and well."""
        while True:
            process = begin()
            process.join(self.chance.uniform(0.0, self.longest))
            if process.exitcode is not None:
                assert process.exitcode == 0
                return
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            self.kills += 1
            self.longest *= self.slower
