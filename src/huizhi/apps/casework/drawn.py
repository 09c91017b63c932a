"""Lifecycles drawn from their declarations, as Markdown with Mermaid diagrams: docs/generated/lifecycles.md."""

from collections.abc import Iterator

from huizhi.apps.casework.kinds import versions
from huizhi.apps.casework.lifecycle import WHO_WORDS, Lifecycle, Move
from huizhi.law.parameters import parameters
from huizhi.law.units import said

AUDIENCE_WORDS = {"staff": "", "parties": "当事人 parties", "public": "公众 public"}


def lifecycles_markdown() -> str:
    """Every declared kind and version, in the order of their names."""
    found = sorted((kind.lifecycle for kind in versions()), key=lambda each: (each.kind, each.version))
    return "# Lifecycles 办理规程\n\n" + "\n".join("\n".join(_lifecycle(each)) for each in found)


def _lifecycle(lifecycle: Lifecycle) -> Iterator[str]:
    secret = " · 保密 confidential" if lifecycle.confidential else ""
    yield f"## {lifecycle.zh} · {lifecycle.en} (`{lifecycle.kind}`, {lifecycle.version}, {lifecycle.word}){secret}\n"
    yield "```mermaid\nstateDiagram-v2"
    for code, state in lifecycle.states.items():
        yield f'    state "{state.zh} {state.en}" as {code}'
    yield f"    [*] --> {lifecycle.opening}"
    for move in lifecycle.moves.values():
        yield from (f"    {state} --> {move.to}: {move.zh}" for state in sorted(move.frm) if move.to)
    yield from (f"    {code} --> [*]" for code, state in lifecycle.states.items() if state.final)
    yield "```\n"
    yield "| move | from | to | who | clocks | documents | read by |\n|---|---|---|---|---|---|---|"
    for verb, move in lifecycle.moves.items():
        yield _move(lifecycle, verb, move)
    yield "\n| clock | step | legal value | now |\n|---|---|---|---|"
    for name, rule in lifecycle.clocks.items():
        for key in rule.keys:
            last = parameters().periods(key)[-1]
            length = f"{said(last.value, last.unit)} ({said(last.value, last.unit, 'en')})"
            opens = " ▸" if name in lifecycle.opens_with else ""
            yield f"| `{name}`{opens} | {rule.zh} {rule.en} | `{key}` {last.basis} | {length} |"
    yield "\n▸ starts with the matter 随登记起算\n"


def _move(lifecycle: Lifecycle, verb: str, move: Move) -> str:
    words = {"starts": "+", "meets": "✓", "releases": "−", "pauses": "‖", "resumes": "▷"}
    clocks = [f"{mark}{lifecycle.clocks[name].zh}" for what, mark in words.items() for name in getattr(move, what)]
    states = "、".join(lifecycle.states[code].zh for code in lifecycle.states if code in move.frm)
    to = lifecycle.states[move.to].zh if move.to else ""
    who = "、".join(WHO_WORDS[each][0] for each in move.actors)
    cells = (f"`{verb}` {move.zh} {move.en}", states, to, who, " ".join(clocks), " ".join(move.documents))
    return f"| {' | '.join(cells)} | {AUDIENCE_WORDS[move.audience]} |"
