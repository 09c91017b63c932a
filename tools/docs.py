"""Write docs/generated from the code itself; `--check` fails when what is committed is no longer true."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from huizhi.apps.casework.drawn import lifecycles_markdown
from huizhi.cli import build
from huizhi.feeds.contract import Contract, load_contracts
from huizhi.law.reference import reference_markdown

GENERATED = Path(__file__).resolve().parents[1] / "docs" / "generated"
STAMP = "<!-- Written by `make docs`; do not edit. -->\n\n"


def sources() -> str:
    """Every source's contract as a page a department can read."""
    return STAMP + "# Sources 数据来源\n\n" + "\n".join("\n".join(_source(c)) for c in load_contracts().values())


def _source(contract: Contract) -> Iterator[str]:
    yield f"## {contract.title.zh} · {contract.title.en} (`{contract.name}`)\n"
    yield f"- Owner: {contract.owner.zh} · {contract.owner.en}"
    yield f"- Legal basis: {contract.legal_basis}"
    yield f"- Sharing: {contract.sharing}; expected every {contract.freshness_days} days"
    yield f"- Files: {', '.join(f'`{name}`' for name in contract.files)} ({contract.format.kind})"
    yield f"- Key: {', '.join(f'`{name}`' for name in contract.key)}; repeated key: {contract.repeats}\n"
    yield "| column | header | type | required | codes |\n|---|---|---|---|---|"
    for column in contract.columns:
        codes = " ".join(f"{text}→{code}" for text, code in column.codes.items())
        yield f"| `{column.name}` | {column.header} | {column.type} | {'yes' if column.required else ''} | {codes} |"
    yield ""


def commands() -> str:
    """Every command with its options, as typed; the commands of a group after the group."""
    group = typer.main.get_command(build())
    return STAMP + "# Commands\n\n" + "\n".join(_command("huizhi", group))


def _command(path: str, command: Any) -> Iterator[str]:
    for name, each in sorted(getattr(command, "commands", {}).items()):
        yield f"## `{path} {name}`\n"
        yield (each.help or "").strip() + "\n"
        for option in each.params:
            said = getattr(option, "help", None) or ""
            yield f"- `{' / '.join(option.opts)}`{' (required)' if option.required else ''} {said}".rstrip()
        yield ""
        yield from _command(f"{path} {name}", each)


def law() -> str:
    """Every legal value the platform applies, with its citation."""
    return STAMP + reference_markdown().rstrip() + "\n"


def lifecycles() -> str:
    """Every kind of matter as it is declared: a diagram, and its moves, clocks and documents."""
    return STAMP + lifecycles_markdown()


PAGES = {"sources.md": sources, "commands.md": commands, "law.md": law, "lifecycles.md": lifecycles}


def main() -> int:
    """Write, or compare; exit code 1 when a page is stale."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, page in PAGES.items():
        path, text = GENERATED / name, page()
        if "--check" in sys.argv:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"docs/generated is stale: {', '.join(stale)}; run `make docs`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
