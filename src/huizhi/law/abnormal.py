"""The annual report and the abnormal operations list."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from huizhi.law.clocks import Deadline, deadline
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.citation import Citation

GROUNDS = Path(__file__).with_name("grounds") / "abnormal.toml"
UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Ground:
    """Why a business is listed, with its article, and what takes it off again."""

    code: str
    zh: str
    en: str
    removed_zh: str
    removed_en: str
    basis: Citation


@cache
def grounds() -> dict[str, Ground]:
    """Every ground of the list by its code, in the order of the rule. ValueError for one without an article."""
    said = tomllib.loads(GROUNDS.read_text(encoding="utf-8"))
    found = {}
    for each in said["grounds"]:
        if not each["article"].strip():
            raise ValueError(f"{each['code']} names no article")
        basis = Citation(said["instrument"], each["article"], said["from"], None, said["support"])
        found[each["code"]] = Ground(**{k: v for k, v in each.items() if k != "article"}, basis=basis)
    return found


def first_report_year(registered_on: date) -> int:
    """The first year a business reports on, filed the year after: the year it was registered."""
    return registered_on.year


def report_window(year: int) -> tuple[date, date]:
    """First and last day to file the annual report on `year`; the last day does not roll over."""
    first, last = (str(in_force(f"annual_report.{name}", date(year + 1, 1, 1)).value) for name in ("opens", "due"))
    return date.fromisoformat(f"{year + 1}-{first}"), date.fromisoformat(f"{year + 1}-{last}")


def missing_report_listing_due(year: int, calendar: WorkCalendar, individual: bool = False) -> Deadline:
    """The last day to list an enterprise (or mark an individual business) that did not report on `year`."""
    key = "abnormal.individual_mark" if individual else "abnormal.listing"
    return deadline(key, report_window(year)[1] + timedelta(days=1), calendar)


def no_contact(first_letter_on: date, second_letter_on: date) -> bool:
    """True when two returned letters lie far enough apart, and not too far, to prove that nobody can be contacted."""
    apart = (second_letter_on - first_letter_on).days
    least, most = (in_force(f"abnormal.letters_{name}", second_letter_on).number for name in ("least", "most"))
    return least <= apart <= most


def third_year_reminder_by(listed_on: date, calendar: WorkCalendar) -> date:
    """The last day to remind by public notice before a listing reaches its third year."""
    reached = deadline("abnormal.years", listed_on, calendar).due
    return reached - timedelta(days=in_force("abnormal.reminder", reached).number)


def dormancy_renewal_by(ends_on: date) -> date:
    """The last day to renew a dormancy that ends on a day."""
    return ends_on - timedelta(days=in_force("abnormal.dormancy_renewal", ends_on).number)


def due_for_special_mark(revoked_on: date, on: date, calendar: WorkCalendar) -> bool:
    """True once so many months have passed since revocation without liquidation notice or deregistration."""
    return on > deadline("abnormal.special_mark", revoked_on, calendar).due
