"""Legal values as dated files: one TOML per value, each period with the citation it rests on.

National values stand in `parameters/`; a province's or city's own stand in `local/` and in a folder the bureau names,
in the same form. For the days it covers, the later folder wins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from huizhi.law.units import UNITS
from huizhi.law.value_files import bad_file, read_file
from huizhi.law.values import SETTLED, LegalValue
from huizhi.vocabulary.refused import Refused

__all__ = ["BUILT_IN", "LOCAL", "UNITS", "LegalValue", "Parameters", "adopt", "in_force", "parameters"]

BUILT_IN = Path(__file__).with_name("parameters")
LOCAL = Path(__file__).with_name("local")
_adopted: list[Path] = []


class Parameters:
    """Every legal value, by key ("complaint.acceptance_wd" is complaint/acceptance_wd.toml)."""

    def __init__(self, layers: Sequence[Mapping[str, tuple[LegalValue, ...]]]) -> None:
        self._layers = tuple(layers)
        self._keys = dict.fromkeys(sorted({key for layer in layers for key in layer}))

    @classmethod
    def load(cls, *folders: Path | str) -> "Parameters":
        """Read every file of the folders, by default those in this room; Refused at the first that cannot stand.

        A later folder's value wins over an earlier one's on the days it covers.
        """
        layers = []
        for folder in folders or (BUILT_IN, LOCAL):
            root = Path(folder)
            layer = "national" if root == BUILT_IN else root.name
            found = {}
            for path in sorted(root.rglob("*.toml")):
                key = ".".join(path.relative_to(root).with_suffix("").parts)
                found[key] = read_file(key, path, layer)
            layers.append(found)
        loaded = cls(layers)
        loaded._check_extensions(Path(folders[0] if folders else BUILT_IN))
        return loaded

    def keys(self) -> tuple[str, ...]:
        """Every key, in order."""
        return tuple(self._keys)

    def layer_names(self) -> tuple[str, ...]:
        """The names of the layers, the one that wins last."""
        return tuple(dict.fromkeys(value.layer for layer in self._layers for each in layer.values() for value in each))

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def first_day(self, key: str) -> date:
        """The day a value of `key` first commences: for matters older than the rule that now governs them."""
        return min(value.in_force_from for value in self.periods(key))

    def periods(self, key: str) -> tuple[LegalValue, ...]:
        """Every period of one value, national ones first, then oldest first; Refused for an unknown key."""
        if key not in self._keys:
            near = [k for k in self._keys if k.split(".")[0] == key.split(".")[0]] or list(self._keys)
            raise Refused(
                "unknown_legal_value",
                f"没有“{key}”这项法定数值",
                f"there is no legal value {key!r}",
                "没有计算任何期限。",
                f"现有：{'、'.join(near)}",
                {"key": key},
                what_is_safe_en="No deadline was reckoned.",
                what_to_do_en=f"Known values: {', '.join(near)}",
            )
        return tuple(value for layer in self._layers for value in layer.get(key, ()))

    def named(self, name: str) -> str:
        """The key of that name, or the only one with it and a suffix ("complaint.acceptance"); else Refused."""
        begun = [key for key in self._keys if key.startswith(f"{name}_")]
        if name not in self._keys and len(begun) == 1:
            return begun[0]
        self.periods(name)
        return name

    def find(self, key: str, on: date) -> LegalValue | None:
        """The value in force on a day, or None when nothing is; Refused for an unknown key."""
        return next((value for value in reversed(self.periods(key)) if value.covers(on)), None)

    def in_force(self, key: str, on: date) -> LegalValue:
        """The value in force on a day; Refused when the key is unknown or nothing is in force that day."""
        if found := self.find(key, on):
            return found
        raise Refused(
            "no_value_in_force",
            f"{on} 没有有效的“{key}”",
            f"no value of {key!r} is in force on {on}",
            "没有计算任何期限。",
            "请法规科补充该时期的数值和依据。",
            {"key": key, "on": on.isoformat()},
            what_is_safe_en="No deadline was reckoned.",
            what_to_do_en="Ask the legal office for the value of that time and its citation.",
        )

    def unchanged_since(self, day: date) -> "Parameters":
        """These values as they stood the day before `day`, taken to have gone on: what a change is measured against."""
        layers = []
        for layer in self._layers:
            kept: dict[str, tuple[LegalValue, ...]] = {}
            for key, values in layer.items():
                if earlier := [value for value in values if value.in_force_from < day]:
                    kept[key] = tuple(_gone_on(value, day) for value in earlier)
            layers.append(kept)
        return Parameters(layers)

    def with_draft(self, draft: LegalValue) -> "Parameters":
        """These values with a draft in place of every period of its key, as if it had always been in force.

        A draft without a clock runs by the terms of the value it would replace.
        """
        known = self.periods(draft.key)
        first = min(draft.in_force_from, *(value.in_force_from for value in known))
        always = replace(draft, in_force_from=first, in_force_to=None, clock=draft.clock or known[-1].clock)
        return Parameters([*self._layers, {draft.key: (always,)}])

    def _check_extensions(self, root: Path) -> None:
        for key in self._keys:
            for value in self.periods(key):
                for term in value.clock.extensions if value.clock else ():
                    if term.key != SETTLED and term.key not in self._keys:
                        raise bad_file(root / f"{key}.toml", f"its extension {term.key!r} is no legal value")


def _gone_on(value: LegalValue, day: date) -> LegalValue:
    """A value that had not ended before `day` without its end, and without the transitions from then on."""
    ended = value.in_force_to is not None and value.in_force_to < day - timedelta(days=1)
    transitions = tuple(each for each in value.transitions if each.on < day)
    return replace(value, in_force_to=value.in_force_to if ended else None, transitions=transitions)


@cache
def parameters() -> Parameters:
    """The values kept in this room and in the folders adopted, read once."""
    return Parameters.load(BUILT_IN, LOCAL, *_adopted)


def adopt(folder: Path | str | None) -> None:
    """Let a bureau's own folder override from now on (None: no folder); Refused when a file of it cannot stand."""
    chosen = [] if folder is None else [Path(folder)]
    Parameters.load(BUILT_IN, LOCAL, *chosen)
    _adopted[:] = chosen
    parameters.cache_clear()


def in_force(key: str, on: date) -> LegalValue:
    """The value of `key` in force on a day: pick the day the clock's start event happened. Refused as in Parameters."""
    return parameters().in_force(key, on)
