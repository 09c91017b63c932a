"""Chicago's published inspections: read, measured on windows inside the training period, and the test rows scored.

The test rows' own day is never read, nor is who made the visit. What a test row's record says of an earlier visit is
taken only where that visit was certainly before the plan. Everything chosen is listed in `CHOICES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from huizhi.insight import histories
from huizhi.insight.blind import Blind, Settings
from huizhi.insight.schedules import Judgement, OfOfficer, Visits, by_officer, judge
from huizhi.vocabulary.refused import Refused

PLANNED_ON, TRAINED_UNTIL, EPOCH = date(2014, 9, 2), date(2014, 4, 17), date(2011, 1, 1)
GAP_DAYS = (PLANNED_ON - TRAINED_UNTIL).days
"""Nothing is known of the days between, but what a test row's own record says."""
WINDOW_DAYS, WINDOWS, MEASURED = 60, 16, 8
"""Windows are counted back from the end of training; the last `MEASURED` are scored."""
PLAN_EVERY_DAYS = 30
"""Plans to learn from are made more often than windows are long: each visit teaches twice, as two plans saw it."""
LEAST_KNOWN = 300
_TRAITS = (
    "consumption_on_premises_incidental_activity", "tobacco_retail_over_counter", "package_goods",
    "limited_business_license", "outdoor_patio", "public_place_of_amusement", "childrens_services_facility_license",
    "tavern", "regulated_business_license", "filling_station", "caterers_liquor_license", "mobile_food_license",
)  # fmt: skip
_PAST = {"past_failed": "pastFail", "past_critical": "pastCritical", "past_serious": "pastSerious",
         "past_minor": "pastMinor", "first_record": "firstRecord"}  # fmt: skip
_ASKED = ("Inspection_ID", "License", "Facility_Type", "timeSinceLast", *_PAST.values(), *_TRAITS)
_MADE = ("Inspection_Date", "Inspector_Assigned", "criticalCount", "seriousCount", "minorCount", "fail_flag",
         "heat_burglary", "heat_garbage", "heat_sanitation")  # fmt: skip
_REGISTER = ("Inspection_ID", "DBA_Name", "Address", "Risk", "Latitude", "Longitude", "ACCOUNT_NUMBER", "minDate",
             "BUSINESS_ACTIVITY_ID", "Facility_Type")  # fmt: skip
FILES = {
    "train_published_1637.parquet": (*_ASKED, *_MADE),
    "train_repo_1665.parquet": _REGISTER,
    "test_features_published_1637.parquet": _ASKED,
    "test_features_repo_1665.parquet": _REGISTER,
    "sanitation_complaints_311.parquet": ("Creation_Date", "Latitude", "Longitude"),
}
"""The files read and the only columns read of each: no officer and no day of a test row."""
_KM_NORTH, _KM_EAST, _CAP = 111.2, 82.9, 70.0
_EMPTY_WORDS = {"THE", "INC", "LLC", "RESTAURANT", "CO", "CORP", "LTD", "AND"}


@dataclass(frozen=True)
class Window:
    """One window inside the training period: planned on a day, taught strictly from before it."""

    planned_on: date
    taught: int
    judged: Judgement
    officers: dict[str, OfOfficer]


@dataclass(frozen=True)
class City:
    """What was read: visits made (training), businesses asked about (test), complaints; days since `EPOCH`."""

    visits: pl.DataFrame
    asked: pl.DataFrame
    complaints: pl.DataFrame

    @cached_property
    def taught(self) -> _Taught:
        """The training visits as the plans before them would have seen them."""
        return _taught(self)


def read(folder: Path) -> City:
    """Read the five files. Refused when one is missing or lacks a column."""
    files = {name: _read(folder / name, columns) for name, columns in FILES.items()}
    made, register, asked, asked_register, filed = files.values()
    visits = _businesses(made, register).with_columns(
        _day("Inspection_Date").alias("day"),
        pl.col("Inspector_Assigned").alias("officer"),
        *(pl.col(f"{name}Count").alias(words) for name, words in histories.COUNTED.items()),
        pl.col("fail_flag").alias("failed"),
        *(pl.col(f"heat_{name}").clip(upper_bound=_CAP).alias(f"{name}_density") for name in histories.DENSITIES),
        pl.col("timeSinceLast").mul(365).alias("days_since_last"),
    )
    complaints = filed.drop_nulls().select(_day("Creation_Date").alias("day"), *_place())
    return City(visits.sort("day", "id"), _businesses(asked, asked_register), complaints)


def scores(city: City, settings: Settings = Settings()) -> pl.DataFrame:  # noqa: B008 - frozen
    """`Inspection_ID, score` of every test row, taught from training rows only; the higher, the sooner."""
    score = _scored(city.taught, city.visits, city.asked, city.complaints, PLANNED_ON, settings)
    return city.asked.select(pl.col("id").alias("Inspection_ID")).with_columns(pl.Series("score", score).round(9))


def windows(
    city: City, settings: Settings = Settings(), tell: Callable[[Window], None] = lambda window: None,  # noqa: B008
    *, gap_days: int = 0,
) -> list[Window]:  # fmt: skip
    """The rolling report: each window is planned from what was known before it and judged by what it found.

    `gap_days`: days before each plan of which nothing is known but the asked rows' own record, as before the test rows.
    """
    done = []
    for number in range(WINDOWS - MEASURED, WINDOWS):
        opens = _opens(number)
        before, made = city.taught.before(_days(opens) - gap_days), _ahead(city, opens)
        found, officers = made["criticals"].to_numpy() > 0, made["officer"].to_numpy().astype(str)
        if not len(before.days) or not found.any():
            continue
        known = city.visits.filter(pl.col("day") < _days(opens) - gap_days)
        visits = Visits(made["day"].to_numpy(), found.astype(float), officers)
        score = _scored(before, known, made, city.complaints, opens, settings)
        done.append(Window(opens, len(np.unique(before.ids)), judge(visits, score), by_officer(visits, score)))
        tell(done[-1])
    return done


@dataclass(frozen=True)
class _Taught:
    """Training visits with what was known when they were planned; a visit stands here once for each plan it was in."""

    features: pl.DataFrame
    findings: np.ndarray
    officers: np.ndarray
    days: np.ndarray
    ids: np.ndarray

    def before(self, day: float) -> _Taught:
        """Only the visits made before this day."""
        kept = self.days < day
        columns = (self.findings, self.officers, self.days, self.ids)
        return _Taught(self.features.filter(pl.Series(kept)), *(column[kept] for column in columns))


def _taught(city: City) -> _Taught:
    """Each training visit as the plans before it would have seen it; plans without enough history are left out."""
    rows, tables = [], []
    for back in range(WINDOWS * WINDOW_DAYS, 0, -PLAN_EVERY_DAYS):
        opens = TRAINED_UNTIL - timedelta(days=back)
        seen = _ahead(city, opens)
        if city.visits.filter(pl.col("day") < _days(opens)).height < LEAST_KNOWN or seen.is_empty():
            continue
        tables.append(histories.features(city.visits, seen, city.complaints, _days(opens)))
        rows.append(seen)
    if not tables:
        raise Refused(
            "too_little_history",
            "训练数据太少，没有一个时间窗有足够的历史",
            "too little training data: no window has enough history",
            what_to_do=f"时间窗之前至少需要{LEAST_KNOWN}次检查。",
            what_to_do_en=f"At least {LEAST_KNOWN} visits are needed before a window.",
        )
    made = pl.concat(rows)
    return _Taught(
        pl.concat(tables), made["criticals"].to_numpy(), made["officer"].to_numpy().astype(str),
        made["day"].to_numpy(), made["id"].to_numpy(),
    )  # fmt: skip


def _ahead(city: City, opens: date) -> pl.DataFrame:
    """The training visits made in the window that opens on this day."""
    return city.visits.filter(pl.col("day").is_between(_days(opens), _days(opens) + WINDOW_DAYS, closed="left"))


def _scored(
    taught: _Taught, known: pl.DataFrame, asked: pl.DataFrame, complaints: pl.DataFrame, on: date, settings: Settings
) -> np.ndarray:  # fmt: skip
    adjusted = [place for place, name in enumerate(taught.features.columns) if not name.endswith("_raw")]
    model = Blind(settings, np.array(adjusted))
    model.teach(taught.features.to_numpy(), taught.findings, taught.officers)
    planned = histories.features(known, asked, complaints, _days(on))
    return model.score(planned.select(taught.features.columns).to_numpy())


def _businesses(rows: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Rows in the words of `histories`; an earlier visit that may lie inside the plan's period counts as unknown."""
    certain = pl.col("timeSinceLast") * 365 >= WINDOW_DAYS
    both = rows.join(register, on="Inspection_ID", how="left", suffix="_register", maintain_order="left")
    if missing := both["DBA_Name"].null_count():
        raise _wrong(
            "inspections_without_register", f"{missing}次检查没有登记信息", f"{missing} visits lack a register row"
        )
    return both.with_columns(
        pl.col("Inspection_ID").alias("id"),
        pl.col("License").alias("licence"),
        pl.col("ACCOUNT_NUMBER").alias("owner"),
        pl.col("Address").str.strip_chars().str.to_uppercase().str.replace_all(r"\s+", " ").alias("address"),
        pl.col("DBA_Name").map_elements(_brand, return_dtype=pl.String).alias("brand"),
        *_place(),
        _day("minDate").alias("opened"),
        pl.col("Facility_Type_register").str.to_lowercase().alias("kind"),
        pl.col("BUSINESS_ACTIVITY_ID").fill_null("").alias("activity"),
        pl.col("Risk").str.slice(5, 1).cast(pl.Float64, strict=False).alias("risk"),
        *((pl.col("Facility_Type") == each).cast(pl.Float64).alias(f"is_{each.lower()}")
          for each in ("Restaurant", "Grocery_Store")),
        *(pl.col(each).alias(f"holds_{each}") for each in _TRAITS),
        *(pl.when(certain).then(pl.col(column)).alias(name) for name, column in _PAST.items()),
    )  # fmt: skip


def _brand(name: str) -> str:
    """A trade name without its legal form and without signs; never read word by word, cuisine is not a trait."""
    words = re.sub(r"[^A-Z ]", "", name.upper().replace("'", "")).split()
    return " ".join(word for word in words if word not in _EMPTY_WORDS) or histories.UNKNOWN


def _place() -> tuple[pl.Expr, pl.Expr]:
    return (pl.col("Latitude") * _KM_NORTH).alias("north_km"), (pl.col("Longitude") * _KM_EAST).alias("east_km")


def _day(column: str) -> pl.Expr:
    return (pl.col(column).cast(pl.Date) - pl.lit(EPOCH)).dt.total_days().cast(pl.Float64)


def _days(on: date) -> float:
    return float((on - EPOCH).days)


def _opens(number: int) -> date:
    return TRAINED_UNTIL - timedelta(days=WINDOW_DAYS * (WINDOWS - number))


def _read(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    if not path.is_file():
        raise _wrong("chicago_file_missing", f"缺少文件 {path.name}", f"the file {path.name} is missing")
    lacking = sorted(set(columns) - set(pl.read_parquet_schema(path)))
    if lacking:
        said = ", ".join(lacking)
        raise _wrong("chicago_columns_missing", f"{path.name} 缺少列：{said}", f"{path.name} lacks columns: {said}")
    return pl.read_parquet(path, columns=list(dict.fromkeys(columns)))


def _wrong(code: str, zh: str, en: str) -> Refused:
    return Refused(
        code, zh, en, "没有写出任何文件。", "按 docs/validation.md 的清单核对数据目录。",
        what_is_safe_en="Nothing was written.", what_to_do_en="Check the folder against docs/validation.md.",
    )  # fmt: skip
