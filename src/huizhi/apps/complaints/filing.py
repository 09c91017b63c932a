"""What is filed and what comes back: plain values, the same for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.lifecycle import CHANNELS
from huizhi.apps.complaints.topics import GOODS, TOPICS
from huizhi.law.jurisdiction import targets

WORDS = {
    "facts": "事实经过", "claim": "具体诉求", "name": "姓名", "phone": "电话", "respondent_name": "被投诉举报人名称",
}  # fmt: skip
"""What a filing may lack -> its name on the form."""
MATERIALS = {
    "name": "姓名",
    "phone": "电话号码",
    "address": "通讯地址",
    "respondent_address": "被投诉人地址",
    "claim": "具体诉求",
}
"""What Order 121 art. 10 asks of a complaint; what is missing is a hint for a person (ground N5), not a closed door."""


@dataclass(frozen=True)
class Filing:
    """A complaint (投诉), a report (举报) or both. `key` is made by the device: the same key files once.

    `person` and `agent`: name, phone, id_number, address, email as far as given. `target` is a row of the jurisdiction
    matrix, `topic` and `goods` codes of `topics`. Money in fen. `received_at` only where it came in earlier than it is
    entered (an import); `supplements` is the refused complaint this one completes.
    """

    channel: str
    key: str
    topic: str
    facts: str
    complaint: bool = True
    report: bool = False
    claim: str = ""
    goods: str = ""
    target: str = "operator"
    respondent_name: str = ""
    respondent_address: str = ""
    respondent_entity_id: str = ""
    division: str = ""
    zone: str = ""
    station: str = ""
    amount_fen: int | None = None
    quantity: int | None = None
    bought_on: date | None = None
    known_on: date | None = None
    asked_return_on: date | None = None
    person: Mapping[str, str] = field(default_factory=dict)
    agent: Mapping[str, str] = field(default_factory=dict)
    anonymous: bool = False
    reachable: bool = True
    source_number: str = ""
    supplements: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True)
class Filed:
    """What whoever filed is given. `tracking_code` is kept nowhere; `receipt` proves the filing offline."""

    about: str
    complaint_number: str
    report_number: str
    tracking_code: str
    receipt: Mapping[str, object]
    received_at: datetime
    undo_until: datetime
    again: bool = False

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of what was opened, the complaint's first."""
        return tuple(number for number in (self.complaint_number, self.report_number) if number)


def check(filing: Filing) -> None:
    """Refused when a filing cannot be handled by anybody: nothing said, nobody to ask, a code that does not exist."""
    if not filing.key.strip() or not (filing.complaint or filing.report):
        raise refusals.incomplete(["kind"], ["投诉或者举报"])
    for name, value, known in (
        ("来源", filing.channel, CHANNELS), ("问题类别", filing.topic, TOPICS),
        ("客体类别", filing.goods or "other", GOODS),
    ):  # fmt: skip
        if value not in known:
            raise refusals.unknown_choice(name, list(known))
    for kind, wanted in (("complaint", filing.complaint), ("report", filing.report)):
        if wanted and filing.target not in targets(kind):
            raise refusals.unknown_choice("对象类型", list(targets(kind)))
    given = {**filing.person, "facts": filing.facts, "claim": filing.claim, "respondent_name": filing.respondent_name}
    wanted = ["facts", "respondent_name"]
    if filing.complaint:
        wanted += ["claim", "name", "phone"]
    elif not filing.anonymous:
        wanted += ["phone"]
    lacking = [name for name in wanted if not str(given.get(name) or "").strip()]
    if filing.complaint and filing.anonymous:
        lacking += [name for name in ("name", "phone") if name not in lacking]
    if lacking:
        raise refusals.incomplete(lacking, [WORDS[name] for name in lacking])


def materials_missing(filing: Filing) -> tuple[str, ...]:
    """What art. 10 asks of a complaint and this one lacks: names of MATERIALS."""
    given = {**filing.person, "claim": filing.claim, "respondent_address": filing.respondent_address}
    return tuple(name for name in MATERIALS if not str(given.get(name) or "").strip()) if filing.complaint else ()
