"""Trying a write again where the database asked for it: a lock held too long, a deadlock it broke."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.db import OperationalError, connection

Result = TypeVar("Result")
ATTEMPTS = 8
_ASKS_AGAIN = ("locked", "busy", "deadlock", "could not serialize")


def patiently(write: Callable[..., Result]) -> Callable[..., Result]:
    """Repeat a whole write, transaction included, when the database refused it only for being busy.

    Inside a transaction that is open already it is run once: whoever opened it repeats the whole.
    """

    @wraps(write)
    def again(*args: object, **kwargs: object) -> Result:
        if connection.in_atomic_block:
            return write(*args, **kwargs)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return write(*args, **kwargs)
            except OperationalError as wrong:
                if attempt == ATTEMPTS or not any(word in str(wrong).lower() for word in _ASKS_AGAIN):
                    raise
                time.sleep(random.uniform(0.02, 0.05) * 2**attempt)
        raise AssertionError("unreachable")

    return again
