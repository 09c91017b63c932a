"""Lets reading, typing and writing of one file overlap, one step ahead and one behind; the order stays the same."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items; the next one is made in another thread while the caller works on this one."""
    end = object()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = thread.submit(next, items, end)
            yield item


class OneBehind:
    """Runs jobs in another thread, in order, never more than one waiting; `finish` waits for the last."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._last: Future | None = None

    def run(self, job: Callable[..., None], *arguments: object) -> None:
        """Start a job when the one before is done; raises what that one raised."""
        self._wait()
        self._last = self._thread.submit(job, *arguments)

    def finish(self) -> None:
        """Wait for the last job; raises what it raised."""
        try:
            self._wait()
        finally:
            self._thread.shutdown()

    def _wait(self) -> None:
        if self._last:
            self._last.result()
            self._last = None
