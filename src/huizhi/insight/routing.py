"""Teaching a router from labelled filings: what they are about, which goods, which desk; weights as whole numbers.

The artefact is JSON that any program can read: characters and pairs of characters with their weights for each answer, a
temperature and a table that makes the stated probability honest, and the probability below which it abstains.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from huizhi.vocabulary.refused import Refused
from huizhi.vocabulary.text import normalise_name

FORMAT = "huizhi-routing-v1"
HEADS = {"topic": "category", "goods": "goods_field", "desk": "desk"}
"""What is suggested -> the column of the lake's complaints that says it."""
SCALE = 1000
"""Weights are kept in thousandths."""
LEAST_ROWS, LEAST_OF_A_CLASS, FOLDS, CLUSTERS = 300, 5, 5, 150
DARES_PERCENT = 80
"""The share of filings like those it was taught that the router dares to route; it abstains from the rest."""
_DIMENSIONS = 40
_STRENGTHS = (0.25, 0.5, 1.0)
_TEMPERATURES = tuple(step / 4 for step in range(2, 41))
_DIGITS = str.maketrans("0123456789", "0000000000")


def fold(text: str) -> str:
    """A text as the router reads it: letters and figures only, case folded, every digit a 0."""
    return "".join(sign for sign in normalise_name(text) if sign.isalnum()).translate(_DIGITS)


def grams(text: str) -> list[str]:
    """The characters of a folded text and every two neighbours, each once, in order."""
    read = fold(text)
    return list(dict.fromkeys([*read, *(read[at : at + 2] for at in range(len(read) - 1))]))


def learn(
    texts: Sequence[str], labels: Mapping[str, Sequence[str]], groups: Sequence[str] | None = None, seed: int = 1
) -> dict[str, Any]:
    """The artefact taught by texts and their labels (head -> label of each). Refused when there is too little.

    `groups` names texts that must not stand on both sides of a validation (templates, cases); without it texts alike
    are grouped by clustering. Strength, temperature and threshold are chosen on texts of groups not taught from.
    """
    if len(texts) < LEAST_ROWS:
        raise _too_little(len(texts))
    vectorizer = TfidfVectorizer(analyzer=grams, min_df=3, binary=True)
    table = vectorizer.fit_transform(texts)
    apart = np.asarray(groups) if groups is not None else _alike(table, seed)
    words = vectorizer.get_feature_names_out()
    heads = {name: _head(table, np.asarray(labels[name]), apart, seed) for name in HEADS if name in labels}
    artefact = {
        "format": FORMAT,
        "grams": {word: round(float(idf) * SCALE) for word, idf in zip(words, vectorizer.idf_, strict=True)},
        "heads": heads,
        "taught": {"rows": len(texts), "digest": sha256("\n".join(texts).encode()).hexdigest()},
    }
    return artefact


def dump(artefact: Mapping[str, Any]) -> str:
    """The artefact as text: the same artefact gives the same bytes."""
    return json.dumps(artefact, ensure_ascii=False, separators=(",", ":"), sort_keys=False)


def _alike(table: Any, seed: int) -> np.ndarray:
    """A group for each text: those alike together, so that no validation asks about a twin of what was taught."""
    count = min(CLUSTERS, max(FOLDS, table.shape[0] // 10))
    short = TruncatedSVD(_DIMENSIONS, random_state=seed).fit_transform(table)
    return MiniBatchKMeans(count, random_state=seed, n_init=1, batch_size=4096).fit_predict(short)


def _head(table: Any, labels: np.ndarray, apart: np.ndarray, seed: int) -> dict[str, Any]:
    """One head: the strength with the least surprise on groups not taught from, then taught from everything."""
    names, counts = np.unique(labels, return_counts=True)
    kept = np.isin(labels, names[counts >= LEAST_OF_A_CLASS])
    table, labels, apart = table[kept], labels[kept], apart[kept]
    classes = np.unique(labels)
    tried = [(*_honest(_unseen(table, labels, apart, classes, each), labels, classes), each) for each in _STRENGTHS]
    _surprise, temperature, margins, strength = min(tried, key=lambda found: found[0])
    sure, right = _top(margins, temperature, labels, classes)
    steps = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(sure, right)
    at = np.quantile(sure, np.linspace(0.0, 1.0, 41))
    pairs = zip(at, steps.predict(at), strict=True)
    table_of = sorted({round(float(x) * SCALE): round(float(y) * SCALE) for x, y in pairs}.items())
    stated = np.interp(sure * SCALE, [x for x, _ in table_of], [y for _, y in table_of])
    model = LinearSVC(C=strength, random_state=seed).fit(table, labels)
    weights, offsets = _for_each(model, classes)
    return {
        "classes": [str(name) for name in classes],
        "weights": np.rint(weights * SCALE).astype(int).tolist(),
        "offsets": np.rint(offsets * SCALE).astype(int).tolist(),
        "temperature": round(temperature * SCALE),
        "stated": [list(pair) for pair in table_of],
        "dares_from": int(np.floor(np.quantile(stated, 1 - DARES_PERCENT / 100))),
    }


def _for_each(model: LinearSVC, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights and offsets with one row for each class; two classes share one row in the library."""
    if len(classes) == 2:
        return np.vstack([-model.coef_[0], model.coef_[0]]), np.array([-model.intercept_[0], model.intercept_[0]])
    return model.coef_, model.intercept_


def _unseen(table: Any, labels: np.ndarray, apart: np.ndarray, classes: np.ndarray, strength: float) -> np.ndarray:
    """Margins of every text by a model taught without its group."""
    margins = np.full((len(labels), len(classes)), -2.0)
    folds = GroupKFold(min(FOLDS, len(np.unique(apart))))
    for taught, asked in folds.split(table, labels, apart):
        model = LinearSVC(C=strength, random_state=1).fit(table[taught], labels[taught])
        weights, offsets = _for_each(model, model.classes_)
        margins[np.ix_(asked, np.searchsorted(classes, model.classes_))] = table[asked] @ weights.T + offsets
    return margins


def _honest(margins: np.ndarray, labels: np.ndarray, classes: np.ndarray) -> tuple[float, float, np.ndarray]:
    """The least surprise (mean negative log-likelihood), the temperature that reaches it, and the margins."""
    place = np.searchsorted(classes, labels)
    found = []
    for temperature in _TEMPERATURES:
        chance = softmax(margins * temperature)[np.arange(len(place)), place]
        found.append((float(-np.log(np.maximum(chance, 1e-9)).mean()), temperature))
    least, temperature = min(found)
    return least, temperature, margins


def _top(
    margins: np.ndarray, temperature: float, labels: np.ndarray, classes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How sure the first choice is, and whether it is right."""
    chance = softmax(margins * temperature)
    return chance.max(axis=1), (classes[chance.argmax(axis=1)] == labels).astype(float)


def softmax(margins: np.ndarray) -> np.ndarray:
    """Margins as probabilities, row by row."""
    raised = np.exp(margins - margins.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _too_little(rows: int) -> Refused:
    return Refused(
        "too_little_to_learn",
        f"只有{rows}条带标注的登记，不足以训练分派模型",
        f"{rows} labelled filings are too few to teach a router",
        "现用的模型没有改变。",
        f"至少需要{LEAST_ROWS}条。",
        {"rows": rows},
        what_is_safe_en="The router in use is unchanged.",
        what_to_do_en=f"At least {LEAST_ROWS} are needed.",
    )
