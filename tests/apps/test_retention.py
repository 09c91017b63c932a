"""What is past its term is really gone: persons, words, files and their bytes; each erasing stands on the ledger."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Attachment, Document
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import ImportRow, Intake
from huizhi.apps.identities import facade as identities
from huizhi.apps.identities.models import Look, Person, Text
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from huizhi.apps.papers import facade as papers
from huizhi.apps.papers.models import StoredFile
from huizhi.apps.people.facade import Role
from huizhi.exchange.clearing import clear
from huizhi.vocabulary.refused import Refused
from tests.apps.filings import file, later
from tests.privacy.planted import HEADER

pytestmark = pytest.mark.django_db(transaction=True)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def empty_folder(db):
    """No files of other tests lie in the folder, which the sweep would take."""
    for path in (Path(site.HUIZHI_HOME) / "papers").glob("??/*"):
        path.unlink()


@pytest.fixture
def handler(officer):
    return officer("huancui", Role.HANDLER, username="handler")


@pytest.fixture
def head(officer):
    return officer("huancui", Role.STATION_HEAD, username="head")


def worked(handler, head, key="device-1", **more):
    """A filing whose matters the handler works, with files of both sides, a paper, a look and a message."""
    found = file(key=key, **more)
    for number in found.numbers:
        casework.assign(number=number, to="handler", by=head, at=later(hours=1))
        casework.attach(number=number, content=PNG, name="现场照片.png", by=handler, at=later(hours=2))
    number = found.complaint_number
    complaints.party_attach(number=number, code=found.tracking_code, content=PNG, name="小票.png", at=later(hours=2))
    complaints.look_at_person(number, reason="电话核实事实", by=handler, at=later(hours=3))
    complaints.accept(number=number, by=handler, at=later(hours=4))
    complaints.issue(number, "acceptance_notice", by=handler, at=later(hours=5))
    complaints.party_message(number=number, code=found.tracking_code, text="何时调解", at=later(hours=6))
    return found


def night(**span) -> dict[str, int]:
    return clear(by="system:night", at=later(**span))


def lying() -> set[str]:
    """The places of the sealed files on the disk."""
    return {path.name for path in (Path(site.HUIZHI_HOME) / "papers").glob("??/*")}


def left(found) -> tuple[int, int, int]:
    """How many persons, texts and files of a filing still open."""
    abouts = {found.about, *found.numbers}
    files = {*Attachment.objects.filter(matter__number__in=found.numbers).values_list("paper", flat=True)}
    files |= {
        *Document.objects.filter(matter__number__in=found.numbers).exclude(paper="").values_list("paper", flat=True)
    }
    kinds = [kind.objects.filter(about__in=abouts, erased_at=None).count() for kind in (Person, Text)]
    return *kinds, StoredFile.objects.filter(ref__in=files, erased_at=None).count()


def test_three_years_after_the_last_matter_closed_nothing_of_a_filing_is_left(handler, head):
    gone, kept = worked(handler, head), worked(handler, head, key="device-2")
    complaints.agree(number=gone.complaint_number, book="waived", by=handler, at=later(days=10))
    complaints.rate(number=gone.complaint_number, code=gone.tracking_code, score=2, words="太慢", at=later(days=11))
    casework.attach(number=gone.complaint_number, content=PNG, name="送达回证.png", by=handler, at=later(days=12))
    before, whole = left(gone), left(kept)
    assert before == (1, 10, 4) and whole == (1, 8, 3)
    places = {row.place for row in StoredFile.objects.all()}
    assert places <= lying() and not any(night(days=3 * 365 + 8).values())
    assert left(gone) == before
    done = night(days=3 * 365 + 12)
    assert (done["erased_rows"], done["erased_files"]) == (11, 4)
    assert left(gone) == (0, 0, 0) and left(kept) == whole
    assert len(places & lying()) == 3, "the sealed bytes are off the disk"
    for row in Attachment.objects.filter(matter__number=gone.complaint_number):
        with pytest.raises(Refused):
            papers.read(row.paper)
    assert identities.open_texts([Look.objects.get(about=gone.about).reason_ref]).popitem()[1] is None
    assert not any(night(days=3 * 365 + 13).values()), "nothing is left to do, and nothing is written"
    acts = Act.objects.filter(officer="system:night")
    assert acts.filter(verb="due_erased").get().payload == {"person:complaint": 1, "text:complaint": 10}
    erased = set(StoredFile.objects.exclude(erased_at=None).values_list("ref", flat=True))
    assert set(acts.filter(verb="file_erased").values_list("object_id", flat=True)) == erased
    assert ledger.verify_chain().ok and ledger.verify_ledger().ok


def test_while_a_report_or_a_clue_of_the_filing_is_open_nothing_goes(handler, head):
    found = worked(handler, head, report=True)
    clue = complaints.find_clue(number=found.complaint_number, facts="后厨无证", by=handler, at=later(days=2))
    casework.assign(number=clue, to="handler", by=head, at=later(days=2))
    casework.attach(number=clue, content=PNG, name="线索.png", by=handler, at=later(days=3))
    complaints.agree(number=found.complaint_number, book="waived", by=handler, at=later(days=10))
    complaints.decide(number=found.report_number, file_case=False, note="查无实据", by=head, at=later(days=11))
    complaints.tell_reporter(number=found.report_number, by=handler, at=later(days=12))
    assert not any(night(days=365 * 8).values()), "the clue is open"
    complaints.decide(number=clue, file_case=False, note="查无实据", by=head, at=later(days=400))
    complaints.finish(number=clue, by=handler, at=later(days=400))
    assert not any(night(days=400 + 365 * 5).values()), "of all terms the last decides"
    assert night(days=400 + 365 * 5 + 3)["erased_files"] == 5
    assert left(found) == (0, 0, 0)
    assert not Text.objects.filter(erased_at=None).exists() and not Person.objects.filter(erased_at=None).exists()


def test_what_is_opened_again_or_held_stays(handler, head, officer):
    found = worked(handler, head)
    number, code = found.complaint_number, found.tracking_code
    complaints.agree(number=number, book="waived", by=handler, at=later(days=2))
    complaints.ask_reopen(number=number, code=code, reason="没有履行", at=later(days=3))
    assert not any(night(days=365 * 4).values())
    complaints.keep_closed(number=number, reasons="已经履行", by=handler, at=later(days=4))
    steward = officer("city", Role.DATA_STEWARD)
    identities.hold(about=found.about, document="行政复议〔2029〕5号", by=steward, at=later(days=5))
    casework.attach(number=number, content=PNG, name="复议材料.png", by=handler, at=later(days=6))
    assert not any(night(days=365 * 4).values()), "what came after the hold is held too"
    identities.lift_hold(about=found.about, by=steward, at=later(days=365 * 4))
    assert night(days=365 * 4)["erased_files"] == 4 and left(found) == (0, 0, 0)


def test_a_filing_taken_back_starts_its_term(handler):
    found = file(report=True)
    complaints.withdraw_filing(number=found.report_number, code=found.tracking_code, at=later(minutes=5))
    assert not any(night(days=365 * 4).values()) and night(days=365 * 5 + 3)["erased_rows"] == 5
    assert left(found) == (0, 0, 0) and Intake.objects.count() == 1, "that it was filed and withdrawn is known"


def test_files_no_row_names_go_after_a_day_with_an_act():
    taken = papers.take_in(content=PNG, name="a.png", by="web", at=later())
    now = datetime.now(UTC)
    assert clear(by="system:night", at=now)["swept_files"] == 0, "it may be in the midst of its transaction"
    assert clear(by="system:night", at=now + timedelta(hours=25))["swept_files"] >= 1
    assert taken.place not in lying()
    assert Act.objects.get(verb="files_swept").payload["removed"] >= 1


def test_a_steward_erases_files_too(client, handler, head, officer):
    found = worked(handler, head)
    complaints.agree(number=found.complaint_number, book="waived", by=handler, at=later(days=1))
    for kind in (Person, Text):
        kind.objects.exclude(erase_after=None).update(erase_after=later(days=-1).date())
    client.force_login(officer("city", Role.DATA_STEWARD))
    client.post("/work/retention/erase", {"sure": "on"})
    assert left(found) == (0, 0, 0)
    by = set(Act.objects.filter(verb__in=("due_erased", "file_erased")).values_list("officer", flat=True))
    assert by == {"city.data_steward"}


def test_a_refused_row_of_an_export_goes_once_it_is_filed(handler):
    row = "N1,投诉,2026-08-31 10:00:00,示例饭店,示例街1号,环翠区,{},餐饮服务,饭里有虫子,88.5,邹测试,13800001111"
    content = f"{HEADER}\r\n{row.format('不知道')}\r\n".encode()
    given = {"source": "12315", "by": handler, "name": "a.csv"}
    assert len(complaints.import_export(content=content, at=later(), **given).refused) == 1
    waiting = ImportRow.objects.get()
    assert Text.objects.get(ref=waiting.cells_ref).erase_after, "one never corrected is not kept for ever"
    complaints.replay(corrections={waiting.pk: {"问题类别": "食品"}}, by=handler, at=later(hours=1))
    assert Intake.objects.count() == 1 and identities.is_erased(waiting.cells_ref)
