"""Filings by many processes at once: numbers without gap or repeat, nothing lost, and no error reaches anybody."""

import json
import os
import sys
import traceback
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Entry, Matter
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import Intake
from huizhi.apps.people.facade import Role, appoint_officer
from huizhi.vocabulary.refused import Refused
from tests.apps.filings import AT, file, later
from tests.apps.whole_filings import nothing_left_over

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
EACH = 4
ALLOWED = {200, 201, 302, 409, 422}


def writers() -> int:
    """8 on SQLite, 32 on PostgreSQL."""
    return 8 if connection.vendor == "sqlite" else 32


def at_once(work) -> list:
    """work(n) in as many processes as there are writers; what each returned."""
    connections.close_all()
    begin, go = os.pipe()
    children = []
    for n in range(writers()):
        hears, tells = os.pipe()
        pid = os.fork()
        if pid == 0:
            _child(work, n, (begin, go), tells)
        os.close(tells)
        children.append((pid, hears))
    os.close(begin)
    os.close(go)  # all begin now
    found = []
    for pid, hears in children:
        with os.fdopen(hears, "rb") as pipe:
            said = pipe.read()
        os.waitpid(pid, 0)
        found.append(json.loads(said))
    assert [each for each in found if isinstance(each, str)] == []
    return found


def _child(work, n: int, gate: tuple[int, int], tells: int) -> None:
    try:
        os.close(gate[1])
        os.read(gate[0], 1)
        answer = json.dumps(work(n))
    except BaseException:
        answer = json.dumps(traceback.format_exc()[-1500:])
    try:
        connections.close_all()
        os.write(tells, answer.encode())
        sys.stdout.flush()
    finally:
        os._exit(0)


@pytest.fixture
def officers(units):
    given = {"password": None, "by": "setup", "at": AT, "unit": "huancui"}
    appoint_officer(username="head", name="丛海燕", roles=[str(Role.STATION_HEAD)], **given)
    return [appoint_officer(username=f"handler{n}", name="宋佳", roles=[str(Role.HANDLER)], **given) for n in range(2)]


def test_many_processes_file_at_once(officers):
    """Each third filing is sent twice by two processes, each fourth is refused after its number was asked for."""

    def work(n):
        made = []
        for turn in range(EACH):
            key = f"shared-{n // 2}-{turn}" if turn % 3 == 2 else f"own-{n}-{turn}"
            kinds = ({}, {"report": True}, {"complaint": False, "report": True})[turn % 3]
            made.append([key, list(file(key=key, **kinds).numbers)])
        return made

    by_key: dict[str, set] = {}
    for key, numbers in (pair for made in at_once(work) for pair in made):
        by_key.setdefault(key, set()).add(tuple(numbers))
    assert all(len(answers) == 1 for answers in by_key.values()), "one key, one answer"
    assert Intake.objects.count() == len(by_key)
    given = [number for answers in by_key.values() for numbers in answers for number in numbers]
    assert len(given) == len(set(given)) == Matter.objects.count()
    nothing_left_over()


def test_of_all_who_move_one_matter_one_does_and_the_others_are_told(officers):
    number = file().complaint_number
    casework.take(number=number, by=officers[0], at=later(hours=1))
    casework.name_co_handlers(number=number, officers=["handler1"], by=officers[0], at=later(hours=1))
    seen = Matter.objects.get(number=number).version

    def work(n):
        try:
            complaints.accept(number=number, by=officers[n % 2], at=later(hours=2), version=seen)
        except Refused as why:
            return [why.code]
        return ["done"]

    answers = [code for made in at_once(work) for code in made]
    assert sorted(set(answers)) == ["done", "matter_changed"] and answers.count("done") == 1
    assert Matter.objects.get(number=number).version == seen + 1
    assert Entry.objects.filter(matter__number=number, verb="accept").count() == 1


@pytest.mark.long
def test_no_error_page_is_seen_by_anybody(officers):
    """The counter, the interface and two handlers, all at once through the pages."""
    settings.OPEN311_ANYBODY = True
    now = datetime.now(UTC)
    number = file(at=now).complaint_number
    casework.take(number=number, by=officers[0], at=now)
    casework.name_co_handlers(number=number, officers=["handler1"], by=officers[0], at=now)

    def work(n):
        client = Client(raise_request_exception=True)
        client.force_login(officers[n % 2])
        answers = []
        for turn in range(2):
            counter = client.post("/work/intake", {
                "key": f"page-{n}-{turn}", "channel": "phone", "kinds": ["complaint", "report"], "facts": "饭里有虫子",
                "respondent_name": "示例饭店", "target": "operator", "division": "371002/", "claim": "退款",
                "topic": "food", "goods": "catering", "name": "邹测试", "phone": "13800001111",
            })  # fmt: skip
            door = Client().post("/open311/v2/requests.json", {
                "service_code": "complaint-food", "description": "酱油有异味", "respondent": "示例超市", "claim": "退",
                "last_name": "邹", "first_name": "测试", "phone": "13800001111", "division": "371002",
            })  # fmt: skip
            seen = Matter.objects.get(number=number).version
            note = {"version": seen, "text": f"{n}-{turn}", "audience": "staff"}
            said = client.post(f"/work/matters/{number}/do/comment", note)
            pages = [client.get(path) for path in ("/work/inbox", f"/work/matters/{number}")]
            answers += [["counter", counter.status_code], ["door", door.status_code], ["comment", said.status_code]]
            answers += [["page", page.status_code] for page in pages]
        return answers

    answers = [tuple(answer) for made in at_once(work) for answer in made]
    assert {status for _what, status in answers} <= ALLOWED
    count = writers() * 2
    assert answers.count(("counter", 302)) == answers.count(("door", 201)) == count
    done = answers.count(("comment", 302))
    assert done >= 1 and done + answers.count(("comment", 409)) == count
    assert Entry.objects.filter(matter__number=number, verb="comment").count() == done, "no comment is lost"
    assert Intake.objects.count() == 1 + 2 * count
    nothing_left_over()
