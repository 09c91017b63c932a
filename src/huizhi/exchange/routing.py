"""Teaches the router from labelled filings, measures it on templates it never saw, and carries it to the office."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b, sha256
from pathlib import Path

from huizhi.apps.complaints import facade as complaints
from huizhi.insight import routing
from huizhi.lake.store import LakeStore

MOST_ROWS = 8_000
"""How many filings a router is taught from: those whose number comes first when hashed."""
COVERAGES = (100, 90, 80)
BINS = 10


@dataclass(frozen=True)
class Figures:
    """How one head did on filings of templates it never saw; shares in permille.

    `at_coverage`: coverage in percent -> accuracy of the surest so many. `calibration`: the mean distance of stated
    and true probability over ten bins. `dares`, `right`: the share it routes of its own accord and how often rightly.
    """

    head: str
    asked: int
    at_coverage: dict[int, int]
    calibration: int
    dares: int
    right: int
    second: int
    majority: int
    keywords: int
    by_class: dict[str, tuple[int, int]]


def teach(home: Path, as_of: date, *, by: str, at: datetime) -> dict[str, object]:
    """Teach a router from the lake's labelled filings and take it into use; returns what it was taught from."""
    return teach_from(taught_from(home, as_of), by=by, at=at)


def taught_from(home: Path, as_of: date) -> list[dict[str, str]]:
    """The filings a router is taught from on a day, in the order of their hashed numbers."""
    table = LakeStore.open(home).table("complaints", as_of)
    wanted = table.filter(table.content.notnull(), table.category.notnull(), table.desk.notnull())
    rows = wanted.select("matter_no", "content", *routing.HEADS.values()).to_pyarrow().to_pylist()
    rows.sort(key=lambda row: (blake2b(row["matter_no"].encode(), digest_size=8).digest(), row["matter_no"]))
    return rows[:MOST_ROWS]


def digest_of(rows: Sequence[Mapping[str, str]]) -> str:
    """SHA-256 of the filings and their labels."""
    return sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def teach_from(rows: Sequence[Mapping[str, str]], *, by: str, at: datetime) -> dict[str, object]:
    """Teach a router from these filings and take it into use."""
    labels = {head: [row[column] or "other" for row in rows] for head, column in routing.HEADS.items()}
    artefact = routing.learn([row["content"] for row in rows], labels)
    figures = {**artefact["taught"], "data": digest_of(rows)}
    complaints.adopt_router(artefact=routing.dump(artefact), figures=figures, by=by, at=at)
    return figures


def validate(
    texts: Sequence[str], labels: Mapping[str, Sequence[str]], families: Sequence[str], parts: int = 4, part: int = 0
) -> list[Figures]:
    """Teach on three families of four and ask about the fourth, through the office's own reading of the artefact.

    Families stand in the order of their names; no wording of a family asked about was taught.
    """
    names = sorted(set(families), key=lambda name: (name.split("/")[0], blake2b(name.encode()).digest()))
    held = set(names[part::parts])
    taught = [place for place, family in enumerate(families) if family not in held]
    asked = [place for place, family in enumerate(families) if family in held]
    artefact = routing.learn(
        [texts[place] for place in taught], {head: [each[place] for place in taught] for head, each in labels.items()},
        [families[place] for place in taught],
    )  # fmt: skip
    router = complaints.read(routing.dump(artefact))
    guesses = [router.guess(texts[place]) for place in asked]
    return [
        _figures(
            head, [guess[head] for guess in guesses], [labels[head][place] for place in asked],
            [labels[head][place] for place in taught],
            _keywords([texts[place] for place in taught], [labels[head][place] for place in taught]),
            [texts[place] for place in asked],
        )
        for head in routing.HEADS
    ]  # fmt: skip


def _figures(head: str, guesses, truth: list[str], taught: list[str], keywords: dict[str, str], texts) -> Figures:
    right = [guess.code == label for guess, label in zip(guesses, truth, strict=True)]
    order = sorted(range(len(right)), key=lambda place: (-guesses[place].permille, place))
    surest = {share: [right[place] for place in order[: len(order) * share // 100]] for share in COVERAGES}
    dares = [ok for ok, guess in zip(right, guesses, strict=True) if not guess.abstains]
    second = [ok or guess.second == label for ok, guess, label in zip(right, guesses, truth, strict=True)]
    usual = Counter(taught).most_common(1)[0][0]
    said = [next((label for gram, label in keywords.items() if gram in routing.fold(text)), usual) for text in texts]
    by_class = {
        label: (truth.count(label), _permille([ok for ok, each in zip(right, truth, strict=True) if each == label]))
        for label in sorted(set(truth))
    }
    return Figures(
        head, len(truth), {share: _permille(each) for share, each in surest.items()},
        _calibration([guess.permille for guess in guesses], right), 1000 * len(dares) // len(right), _permille(dares),
        _permille(second), _permille([label == usual for label in truth]),
        _permille([one == other for one, other in zip(said, truth, strict=True)]), by_class,
    )  # fmt: skip


def _calibration(stated: list[int], right: list[bool]) -> int:
    """The mean distance in permille between what was stated and what came true, weighted over ten bins."""
    bins: dict[int, list[int]] = {}
    for place, permille in enumerate(stated):
        bins.setdefault(min(permille * BINS // 1000, BINS - 1), []).append(place)
    total = sum(
        abs(sum(stated[place] for place in places) - 1000 * sum(right[place] for place in places))
        for places in bins.values()
    )
    return total // len(right)


def _keywords(texts: Sequence[str], labels: Sequence[str], most: int = 400) -> dict[str, str]:
    """The baseline a clerk could write: pairs of characters that nearly always mean one label, the purest first."""
    seen: dict[str, Counter[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        for gram in routing.grams(text):
            if len(gram) > 1:
                seen.setdefault(gram, Counter())[label] += 1
    pure = []
    for gram, counts in seen.items():
        label, count = counts.most_common(1)[0]
        total = sum(counts.values())
        if total >= 15 and 100 * count >= 90 * total:
            pure.append((-count, gram, label))
    return {gram: label for _, gram, label in sorted(pure)[:most]}


def _permille(answers: Sequence[bool]) -> int:
    return 1000 * sum(answers) // len(answers) if answers else 0
