"""What a filing is about, which goods and which desk, with a probability and the words that weighed; it may abstain.

Plain Python over the artefact that `insight.routing` makes: the same text gives the same answer on every machine.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, isqrt

from huizhi.vocabulary.refused import Refused
from huizhi.vocabulary.text import normalise_name

FORMAT = "huizhi-routing-v1"
SCALE = 1000
MOST_WORDS = 6
LEAST_GRAMS = 6
"""A text with fewer pieces it knows says too little to judge by."""
_DIGITS = str.maketrans("0123456789", "0000000000")


@dataclass(frozen=True)
class Guess:
    """One suggestion. `permille` is how often such a suggestion is right; below `dares_from` it abstains."""

    code: str
    permille: int
    second: str
    abstains: bool
    words: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> int:
        """The probability in whole per cent, rounded down."""
        return self.permille // 10


@dataclass(frozen=True)
class Head:
    """The answers of one question and what speaks for each."""

    classes: tuple[str, ...]
    weights: tuple[tuple[int, ...], ...]
    offsets: tuple[int, ...]
    temperature: int
    stated: tuple[tuple[int, int], ...]
    dares_from: int


@dataclass(frozen=True)
class Router:
    """A taught router, ready to be asked."""

    grams: Mapping[str, tuple[int, int]]
    heads: Mapping[str, Head]

    def guess(self, text: str) -> dict[str, Guess]:
        """A suggestion for each head."""
        found = [(gram, *self.grams[gram]) for gram in grams(text) if gram in self.grams]
        length = isqrt(sum(idf * idf for _, _, idf in found)) or 1
        return {name: _guess(head, found, length) for name, head in self.heads.items()}


def grams(text: str) -> list[str]:
    """The characters of a text and every two neighbours, each once, in order; as `insight.routing` reads them."""
    read = "".join(sign for sign in normalise_name(text) if sign.isalnum()).translate(_DIGITS)
    return list(dict.fromkeys([*read, *(read[at : at + 2] for at in range(len(read) - 1))]))


@lru_cache(maxsize=2)
def read(artefact: str) -> Router:
    """The router of an artefact. Refused when it is not one."""
    try:
        content = json.loads(artefact)
        if content["format"] != FORMAT:
            raise ValueError(content["format"])
        known = {gram: (place, int(idf)) for place, (gram, idf) in enumerate(content["grams"].items())}
        return Router(known, {name: _head(each, len(known)) for name, each in content["heads"].items()})
    except (ValueError, KeyError, TypeError) as why:
        raise Refused(
            "router_unreadable", "分派模型文件不能使用", f"the router cannot be read: {why}",
            "现用的模型没有改变。", "请重新训练模型。",
            what_is_safe_en="The router in use is unchanged.", what_to_do_en="Teach it again.",
        ) from why  # fmt: skip


def _head(content: Mapping, size: int) -> Head:
    weights = tuple(tuple(int(each) for each in row) for row in content["weights"])
    if any(len(row) != size for row in weights) or len(weights) != len(content["classes"]):
        raise ValueError("weights do not fit")
    return Head(
        tuple(content["classes"]), weights, tuple(content["offsets"]), int(content["temperature"]),
        tuple((int(x), int(y)) for x, y in content["stated"]), int(content["dares_from"]),
    )  # fmt: skip


def _guess(head: Head, found: Sequence[tuple[str, int, int]], length: int) -> Guess:
    margins = [
        sum(idf * row[place] for _, place, idf in found) / length + offset
        for row, offset in zip(head.weights, head.offsets, strict=True)
    ]
    raised = [exp((margin - max(margins)) * head.temperature / (SCALE * SCALE)) for margin in margins]
    order = sorted(range(len(raised)), key=lambda place: (-raised[place], place))
    best = order[0]
    permille = honest(head.stated, raised[best] / sum(raised) * SCALE)
    return Guess(
        head.classes[best], permille, head.classes[order[1]] if len(order) > 1 else "",
        len(found) < LEAST_GRAMS or permille < head.dares_from, _words(head, found, best),
    )  # fmt: skip


def honest(stated: Sequence[tuple[int, int]], permille: float) -> int:
    """What a raw probability is worth, by the table learnt on filings it had not seen; straight lines between."""
    if permille <= stated[0][0]:
        return stated[0][1]
    for (x0, y0), (x1, y1) in pairwise(stated):
        if permille <= x1:
            return int(y0 + (y1 - y0) * (permille - x0) / (x1 - x0))
    return stated[-1][1]


def _words(head: Head, found: Sequence[tuple[str, int, int]], best: int) -> tuple[tuple[str, int], ...]:
    """The pairs of characters that spoke most for the answer, with their weight; single characters only beside none."""
    mean = len(head.weights)
    weighed = [
        (gram, idf * (head.weights[best][place] * mean - sum(row[place] for row in head.weights)) // (mean * SCALE))
        for gram, place, idf in found
    ]
    strong = sorted((each for each in weighed if each[1] > 0), key=lambda each: (-each[1], each[0]))
    pairs = [each for each in strong if len(each[0]) > 1] or strong
    return tuple(pairs[:MOST_WORDS])
