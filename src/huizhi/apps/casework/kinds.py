"""The kinds of matters the apps above have declared, and how their own parts of a page are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from huizhi.apps.casework.lifecycle import Lifecycle
from huizhi.vocabulary.refused import Refused

Panels = Callable[..., Mapping[str, object]]
Texts = Callable[..., Mapping[str, str | None]]


@dataclass(frozen=True)
class Paper:
    """A paper a kind issues: what it is called, which parties get it, and whether it names a person in full.

    One that names a person is opened only by who works the matter, and by the parties it is for.
    """

    zh: str
    en: str
    to: tuple[str, ...] = ()
    names_person: bool = False


@dataclass(frozen=True)
class ToldOnce:
    """What an action gives the officer to pass on, shown once and kept nowhere: a code, and whom it is for."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Kind:
    """A declared kind: its lifecycle and its app's parts.

    `template` is included in the reader and on the matter's page with what `panels(number, viewer, at)` returns.
    `verbs` maps a verb to the app's own action (called like `facade.move` without `verb`; it may return a
    `ToldOnce`); `forms` maps a verb to a Django form class whose cleaned values become the move's `fields`; `pages`
    maps a verb to the name of the app's own page (reversed with the matter's number) where a plain form is not
    enough. `texts(number, viewer, at)` opens what is sealed on the timeline, by reference, as far as the viewer may
    read it. `about(number)` is what everything sealed of a matter is kept with: its filing ("" for the matter itself).
    `opened_with` is the permission an officer needs to open one.
    """

    lifecycle: Lifecycle
    template: str = ""
    panels: Panels | None = None
    texts: Texts | None = None
    verbs: Mapping[str, Callable] = field(default_factory=dict)
    forms: Mapping[str, type] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)
    issue: Callable | None = None
    draft: Callable | None = None
    about: Callable[[str], str] | None = None
    opened_with: str = "file_matters"


Beside = Callable[..., Mapping[str, object] | None]
_beside: dict[str, tuple[str, Beside]] = {}
_declared: dict[tuple[str, str], Kind] = {}
_latest: dict[str, Kind] = {}


def stand_beside(name: str, template: str, asked: Beside) -> None:
    """Let a room above show something on matters' pages: `template` with what `asked(number, viewer, at)` returns.

    Nothing where that is None. Under a name once only.
    """
    _beside[name] = (template, asked)


def beside(number: str, viewer, at) -> list[tuple[str, Mapping[str, object]]]:
    """(template, its context as `found`) of everything that has something to show on a matter's page."""
    shown = [(template, asked(number, viewer, at)) for template, asked in _beside.values()]
    return [(template, found) for template, found in shown if found is not None]


def declare(
    lifecycle: Lifecycle,
    *,
    template: str = "",
    panels: Panels | None = None,
    texts: Texts | None = None,
    verbs: Mapping[str, Callable] | None = None,
    forms: Mapping[str, type] | None = None,
    pages: Mapping[str, str] | None = None,
    papers: Mapping[str, Paper] | None = None,
    issue: Callable | None = None,
    draft: Callable | None = None,
    about: Callable[[str], str] | None = None,
    opened_with: str = "file_matters",
) -> None:
    """Make a kind known (in the app's `AppConfig.ready`); the last version declared is the one new matters get.

    ValueError when another kind has the same word in its numbers, or the same name: they would not be told apart.
    """
    taken = [each for each in _latest.values() if each.lifecycle.word == lifecycle.word]
    if any(each.lifecycle.kind != lifecycle.kind for each in taken):
        raise ValueError(f"{lifecycle.kind}: {lifecycle.word!r} stands in the numbers of {taken[0].lifecycle.kind}")
    known = _latest.get(lifecycle.kind)
    if known and known.lifecycle.word != lifecycle.word:
        raise ValueError(f"{lifecycle.kind}: another kind of that name has {known.lifecycle.word!r} in its numbers")
    kind = Kind(
        lifecycle, template, panels, texts, verbs or {}, forms or {}, pages or {}, papers or {}, issue, draft, about,
        opened_with,
    )  # fmt: skip
    _declared[lifecycle.kind, lifecycle.version] = kind
    _latest[lifecycle.kind] = kind


def kinds() -> dict[str, Kind]:
    """Every kind in its newest version, by name."""
    return dict(_latest)


def versions() -> list[Kind]:
    """Every kind in every version still declared: what the docs draw."""
    return list(_declared.values())


def kind_of(kind: str, version: str = "") -> Kind:
    """A kind in the version a matter began under, or in its newest; Refused when no app declares it."""
    found = _declared.get((kind, version)) if version else _latest.get(kind)
    if found is None:
        raise Refused(
            "unknown_kind",
            f"没有“{kind}”（{version or '现行'}）这类事项",
            f"no app declares matters of the kind {kind!r} ({version or 'newest'})",
            "没有写入任何内容。",
            "请联系系统管理员核对版本。",
            {"kind": kind, "version": version},
            what_is_safe_en="Nothing was written.",
            what_to_do_en="Ask the administrator to check the version installed.",
        )
    return found
