"""Importing an export on the page: tried, filed, refused rows fetched."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huizhi.apps.complaints.models import Intake
from tests.apps.test_complaints_channels import BAD, GOOD, HEADER, NOBODY, REPORT

pytestmark = pytest.mark.django_db


def sent(client, *rows, **more):
    file = SimpleUploadedFile("e.csv", "\r\n".join((HEADER, *rows)).encode())
    return client.post("/work/import", {"source": "12315", "file": file, **more})


def test_a_file_is_tried_then_filed_and_its_refused_rows_are_fetched(signed_in):
    client = signed_in("head")
    tried = sent(client, GOOD, BAD, REPORT, NOBODY)
    text = tried.content.decode()
    assert tried.status_code == 200 and not Intake.objects.exists()
    assert "登记2件" in text and "投诉人、联系电话" in text and "13800001111" not in text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', text)[1]
    other = sent(client, GOOD, digest=digest)
    assert other.status_code == 422 and not Intake.objects.exists(), "only the file that was tried"
    done = sent(client, GOOD, BAD, REPORT, NOBODY, digest=digest).content.decode()
    assert Intake.objects.count() == 2 and "导入结果" in done
    fetched = client.get(f"/work/import/12315/{digest}.csv")
    rows = list(csv.DictReader(io.StringIO(fetched.content.decode("utf-8-sig"))))
    assert [row["行号"] for row in rows] == ["3", "5"] and rows[0]["登记编号"] == "N3"
    assert fetched["Cache-Control"] == "private, no-store"


def test_what_is_no_export_is_said_on_the_page(signed_in):
    client = signed_in("head")
    file = SimpleUploadedFile("e.csv", b"a,b\n1,2")
    answer = client.post("/work/import", {"source": "12315", "file": file})
    assert answer.status_code == 422 and "登记编号" in answer.content.decode()
    assert client.post("/work/import", {"source": "12315"}).status_code == 422
