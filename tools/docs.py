"""Write docs/generated from the code itself; `--check` fails when what is committed is no longer true."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from huizhi.apps.casework.drawn import lifecycles_markdown
from huizhi.cli import build
from huizhi.feeds.contract import Contract, load_contracts
from huizhi.insight.scorecard import ALWAYS_DAYS, Indicator, Scorecard
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


def scorecards() -> str:
    """Every scorecard there is, the editions of one code together: what counts, how much, for how long."""
    cards = sorted(Scorecard.every(), key=lambda card: (card.code, card.in_force_from))
    return (
        STAMP + "# Scorecards 评分卡\n\n" + "\n".join([*_card_list(cards), *(line for c in cards for line in _card(c))])
    )


def _card_list(cards: list[Scorecard]) -> Iterator[str]:
    yield "| card | edition | in force from | second level | third level | bands |\n|---|---|---|---|---|---|"
    for card in cards:
        begins = "a draft" if card.in_force_from.year == 9999 else str(card.in_force_from)
        bands = ", ".join(f"{grade} {floor}" for grade, floor in card.bands)
        named, levels = f"{card.zh} · {card.en} | `{card.code}` {card.edition}", len(card.groups) or "—"
        yield _row(named, begins, levels, len(card.indicators), bands)
    yield ""


def _card(card: Scorecard) -> Iterator[str]:
    yield f"## {card.zh} · {card.en}: `{card.code}` {card.edition}\n"
    yield f"- Basis: {card.basis}"
    covers = ", ".join(f"`{kind}`" for kind in card.covers)
    yield f"- For businesses with: {covers}" if covers else "- For every business"
    marks = Counter(line.support for line in card.indicators)
    yield "- Lines by support: " + ", ".join(f"`{mark}` {marks[mark]}" for mark in sorted(marks)) + "\n"
    yield "| line | reads | points | cap | counts for | fades | support | note |\n|---|---|---|---|---|---|---|---|"
    for line in card.indicators:
        fades = "" if line.decay == "none" else line.decay
        counts = (_reads(line), _points(line), line.cap, _window(line), fades)
        yield _row(f"{line.zh} · {line.en}", *counts, f"`{line.support}`", line.note)
    yield ""
    if card.adjustments:
        yield "| moves the next year | reads | years | steps | support | note |\n|---|---|---|---|---|---|"
    for rule in card.adjustments:
        without = f"; none of {', '.join(f'`{kind}`' for kind in rule.without)}" if rule.without else ""
        least = f" from severity {rule.severity_from}" if rule.severity_from else ""
        fen = f", {rule.amount_from / 100:,.0f} yuan" if rule.amount_from else ""
        kinds = ", ".join(f"`{kind}`" for kind in rule.kinds)
        reads = f"{kinds}{least}{fen}{without}"
        yield _row(f"{rule.zh} · {rule.en}", reads, rule.years, f"{rule.steps:+d}", f"`{rule.support}`", rule.note)
    if card.adjustments:
        yield ""


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _reads(line: Indicator) -> str:
    if line.column:
        return f"`{line.column}` beginning {', '.join(line.starts)}"
    kinds = ", ".join(f"`{kind}`" for kind in line.kinds)
    if (line.severity_from, line.severity_to) == (0, 1_000_000):
        return kinds
    most = "" if line.severity_to == 1_000_000 else str(line.severity_to)
    return f"{kinds}, severity {line.severity_from}–{most}"


def _points(line: Indicator) -> str:
    more = f", +{line.per_severity} a step to {line.severity_most}" if line.per_severity else ""
    tiers = "".join(f", +{points} from {fen // 100:,} yuan" for fen, points in line.amount_tiers)
    return f"{line.points}{more}{tiers}{', one vote' if line.one_vote else ''}"


def _window(line: Indicator) -> str:
    if line.column or line.window_days >= ALWAYS_DAYS:
        return "as long as it stands"
    return f"{line.window_days} days" + (", until put right" if line.until_fixed else "")


PAGES = {
    "scorecards.md": scorecards,
    "sources.md": sources,
    "commands.md": commands,
    "law.md": law,
    "lifecycles.md": lifecycles,
}


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
