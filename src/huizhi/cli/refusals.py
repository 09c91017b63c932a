"""How a command ends when it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from huizhi.vocabulary.refused import Refused


@contextmanager
def refusals() -> Iterator[None]:
    """Say a refusal on stderr and leave with 1."""
    try:
        yield
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused
