"""Names of people and businesses, made for whole arrays at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from huizhi.city import words
from huizhi.city.industries import DIVISION_LIST, DIVISIONS, industries
from huizhi.city.randomness import Dice


def choose(options: Sequence[str], index: np.ndarray) -> pl.Series:
    """The option at each index, as a text column."""
    return pl.Series(list(options), dtype=pl.String).gather(np.asarray(index, dtype=np.uint32))


def join(*parts: pl.Series | str) -> pl.Series:
    """Texts put together row by row; a null part counts as empty."""
    columns = [pl.lit(p) if isinstance(p, str) else p for p in parts]
    return pl.select(pl.concat_str(columns, ignore_nulls=True)).to_series()


def where(mask: np.ndarray, yes: pl.Series | str | None, no: pl.Series | str | None) -> pl.Series:
    """Text chosen row by row."""
    chosen = pl.when(pl.Series(mask)).then(_lit(yes)).otherwise(_lit(no))
    return pl.select(chosen).to_series()


def _lit(value: pl.Series | str | None) -> pl.Series | pl.Expr:
    return value if isinstance(value, pl.Series) else pl.lit(value, dtype=pl.String)


def division_names(division: np.ndarray) -> pl.Series:
    """Short names of county-level units."""
    return choose(list(DIVISIONS.values()), np.searchsorted(np.array(DIVISION_LIST), division))


def officers_text(names: pl.Series, first: np.ndarray, second: np.ndarray) -> pl.Series:
    """Two officers' names in one cell."""
    return join(names.gather(first.astype(np.uint32)), "、", names.gather(second.astype(np.uint32)))


def people(dice: Dice, stream: str, ids: np.ndarray) -> pl.Series:
    """A person's name for each index; two thirds have two given characters."""
    first = dice.below(stream, ids, len(words.SURNAMES), 1)
    middle = dice.below(stream, ids, len(words.GIVEN_FIRST), 2)
    last = dice.below(stream, ids, len(words.GIVEN_LAST), 3)
    middles = where(dice.unit(stream, ids, 4) < 0.7, choose(words.GIVEN_FIRST, middle), "")
    return join(choose(words.SURNAMES, first), middles, choose(words.GIVEN_LAST, last))


def brands(dice: Dice, stream: str, ids: np.ndarray) -> pl.Series:
    """A trade name (字号) of two to four characters for each index."""
    parts = [
        choose(words.BRAND_FIRST, dice.below(stream, ids, len(words.BRAND_FIRST), 1)),
        choose(words.BRAND_MIDDLE, dice.below(stream, ids, len(words.BRAND_MIDDLE), 2)),
        choose(words.BRAND_LAST, dice.below(stream, ids, len(words.BRAND_LAST), 3)),
        choose(words.BRAND_LAST, dice.below(stream, ids, len(words.BRAND_LAST), 4)),
    ]
    u = dice.unit(stream, ids, 5)
    return join(parts[0], where(u < 0.18, parts[1], ""), parts[2], where(u > 0.70, parts[3], ""))


def phones(dice: Dice, stream: str, ids: np.ndarray) -> pl.Series:
    """A phone number for each index: mostly mobile, some of the city's fixed lines."""
    prefix = choose(("138", "139", "135", "186", "177", "150"), dice.below(stream, ids, 6, 1))
    tail = dice.below(stream, ids, 10**8, 2)
    mobile = join(prefix, pl.Series(tail).cast(pl.String).str.zfill(8))
    fixed = join("0631-5", pl.Series(tail % 10**6).cast(pl.String).str.zfill(6))
    return where(dice.unit(stream, ids, 3) < 0.85, mobile, fixed)


def _word_table(shops: bool) -> tuple[list[str], np.ndarray, np.ndarray]:
    """All industry words in one list, with the start and count of each industry's own."""
    found: list[str] = []
    starts, counts = [], []
    for industry in industries():
        options = industry.shops if shops else industry.words
        starts.append(len(found))
        counts.append(len(options))
        found.extend(options)
    return found, np.array(starts), np.array(counts)


def business_names(
    dice: Dice,
    stream: str,
    ids: np.ndarray,
    brand: pl.Series,
    industry: np.ndarray,
    kind: np.ndarray,
    division: np.ndarray,
) -> pl.Series:
    """Registered names: company, individual business, cooperative or branch (kinds 0, 1, 2, 3)."""
    company_words, starts, counts = _word_table(shops=False)
    company_word = choose(company_words, starts[industry] + dice.below(stream, ids, counts[industry], 1))
    shop_words, starts, counts = _word_table(shops=True)
    shop_word = choose(shop_words, starts[industry] + dice.below(stream, ids, counts[industry], 2))
    place = np.searchsorted(np.array(DIVISION_LIST), division)
    short = choose(
        [p for d in DIVISION_LIST for p in words.DIVISION_PREFIX[d]], place * 2 + dice.below(stream, ids, 2, 3)
    )
    city = choose(words.CITY_PREFIX, dice.below(stream, ids, 3, 4))
    prefix = where((place >= 2) & (dice.unit(stream, ids, 5) < 0.7), short, city)
    tail = choose(words.TAILS, dice.below(stream, ids, len(words.TAILS), 6))
    bracketed = (kind == 0) & (dice.below(stream, ids, len(words.TAILS), 6) == 4)
    company = join(where(bracketed, "", prefix), brand, company_word, tail)
    place_name = choose(("环翠", "文登", "荣成", "乳山"), place)
    cooperative = join(
        short, brand, where(shop_word.str.contains("专业合作社").to_numpy(), shop_word, "农民专业合作社")
    )
    branch = join("威海", brand, company_word, "有限公司", place_name, "分公司")
    name = join(short, brand, shop_word)
    for value, made in ((0, company), (2, cooperative), (3, branch)):
        name = where(kind == value, made, name)
    return name


def sign_names(brand: pl.Series, name: pl.Series, flavour: np.ndarray) -> pl.Series:
    """How a customer writes a business's name: without its place or legal form, with other brackets or spaces."""
    short = name.str.replace(r"^(威海市?|山东|荣成市?|乳山市?|文登区|环翠区|威海市环翠区|威海市文登区)+", "")
    no_form = short.str.replace(r"(（威海）)?(股份)?有限(责任)?公司$", "")
    loose = name.str.replace_all("（", "(", literal=True).str.replace_all("）", ")", literal=True)
    counter = join(brand, "店")
    made = no_form
    for value, variant in ((1, short), (2, join(loose, " ")), (3, counter)):
        made = where(flavour == value, variant, made)
    return made
