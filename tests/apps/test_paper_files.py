"""What may be stored, how it lies there, and how it leaves."""

import hashlib
import io
import os
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from PIL import Image

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.papers import blobs
from huizhi.apps.papers import facade as papers
from huizhi.apps.papers.models import StoredFile
from huizhi.apps.people.facade import NotPermitted
from huizhi.vocabulary.refused import Refused
from tests.privacy.canary import CANARY, leaks

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.HUIZHI_HOME, settings.HUIZHI_KEYS = tmp_path / "home", tmp_path / "keys"
    return tmp_path


def picture(form="JPEG", size=(640, 480), **more):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, form, **more)
    return out.getvalue()


def archive(entries, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
DOCX = archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
TAKEN = {
    "photo.JPG": (picture(), "image/jpeg"),
    "shot.png": (picture("PNG"), "image/png"),
    "a.webp": (picture("WEBP"), "image/webp"),
    "合同.pdf": (PDF, "application/pdf"),
    "b.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "c.xlsx": (workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "d.ofd": (archive({"OFD.xml": "<ofd/>"}), "application/ofd"),
    "e.doc": (OLE, "application/x-ole-storage"),
    "f.mp4": (MP4, "video/mp4"),
    "g.amr": (b"#!AMR\n" + bytes(40), "audio/amr"),
    "..\\..\\h.mp3": (b"ID3\x03" + bytes(100), "audio/mpeg"),
}
SCRIPT = b"#!/bin/sh\nrm -rf /tmp/nothing\n"
REFUSED = {
    "run.sh": (SCRIPT, "file_kind_not_taken"),
    "photo.jpg": (SCRIPT, "file_kind_not_taken"),
    "page.jpg": (b"<html><script>alert(1)</script></html>", "file_kind_not_taken"),
    "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_kind_not_taken"),
    "eicar.txt": (EICAR, "file_kind_not_taken"),
    "note.txt": ("只是文字".encode(), "file_kind_not_taken"),
    "setup.pdf": (b"MZ" + bytes(200), "file_kind_not_taken"),
    "ls.pdf": (b"\x7fELF" + bytes(200), "file_kind_not_taken"),
    "things.zip": (archive({"a.txt": "x"}), "file_kind_not_taken"),
    "things.docx": (archive({"a.exe": "MZ"}), "file_kind_not_taken"),
    "broken.docx": (DOCX[:40], "file_kind_not_taken"),
    "photo.pdf": (picture(), "file_name_disagrees"),
    "photo": (picture(), "file_name_disagrees"),
    "photo.jpg.exe": (picture(), "file_name_disagrees"),
    "b.xlsx": (DOCX, "file_name_disagrees"),
    "both.jpg": (picture() + archive({"a.jar": "x"}), "file_of_two_kinds"),
    "both.pdf": (PDF + archive({"a.html": "x"}), "file_of_two_kinds"),
    "bomb.docx": (archive({"word/document.xml": bytes(300 << 20)}), "file_unpacks_to_too_much"),
    "many.docx": (archive({f"{n}": "" for n in range(5001)} | {"word/document.xml": ""}), "file_unpacks_to_too_much"),
    "m.docx": (archive({"word/document.xml": "", "word/vbaProject.bin": "x"}), "file_has_macros"),
    "m.doc": (OLE + "_VBA_PROJECT".encode("utf-16-le"), "file_has_macros"),
    "nothing.pdf": (b"", "file_empty"),
}


def store(content=None, name="photo.jpg", **more):
    with transaction.atomic():
        return papers.store(content=content or picture(), name=name, by="web", at=AT, **more)


def code_of(call, *words, **more):
    with pytest.raises(Refused) as refused:
        call(*words, **more)
    return refused.value.code


def lying():
    return [path for path, _ in blobs.places()]


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_is_known_by_its_content_and_comes_back_whole(name):
    content, media_type = TAKEN[name]
    card = store(content, name)
    assert (card.media_type, card.size, card.scan) == (media_type, len(content), "not_scanned")
    assert card.sha256 == hashlib.sha256(content).hexdigest()
    assert papers.read(card.ref) == content
    assert papers.cards([card.ref, "0" * 32]) == {card.ref: card}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_nothing(name):
    content, code = REFUSED[name]
    before = ledger.head()
    with pytest.raises(Refused) as refused, transaction.atomic():
        papers.store(content=content, name=name, by="web", at=AT)
    assert refused.value.code == code
    assert name not in str(refused.value)
    assert (StoredFile.objects.count(), lying(), ledger.head()) == (0, [], before)


def test_too_large_is_refused_without_reading_on(settings):
    settings.HUIZHI_FILE_MAX_MB = 1
    endless = io.BufferedReader(io.FileIO("/dev/zero"))
    assert code_of(papers.take_in, content=endless, name="a.pdf", by="web", at=AT) == "file_too_large"
    settings.HUIZHI_FILES_MAX = 2
    papers.check_count(2)
    assert code_of(papers.check_count, 3) == "too_many_files"


def test_on_the_disk_nothing_can_be_read(place):
    content = PDF + CANARY.facts.encode() * 100
    store(content, f"{CANARY.name}.pdf")
    (path,) = lying()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert CANARY.facts.encode() not in path.read_bytes()
    assert hashlib.sha256(content).hexdigest() not in str(path)
    rows = repr(list(StoredFile.objects.values())).encode()
    assert not any(leaks(each) for each in (path.read_bytes(), rows, str(path).encode()))


def test_large_files_are_sealed_piece_by_piece():
    content = b"%PDF-" + os.urandom(5 << 20)
    card = store(content, "a.pdf")
    assert [len(piece) for piece in papers.pieces(card.ref)] == [1 << 20] * 5 + [5]
    assert papers.read(card.ref) == content


def test_a_changed_moved_or_missing_file_is_refused():
    one, two = store(), store(PDF, "a.pdf")
    path = blobs.path_of(StoredFile.objects.get(ref=one.ref).place)
    other = blobs.path_of(StoredFile.objects.get(ref=two.ref).place)
    whole = path.read_bytes()
    for changed in (whole[:-1], whole[:50] + b"\0" + whole[51:], other.read_bytes(), b""):
        path.write_bytes(changed)
        assert code_of(papers.read, one.ref) == "seal_broken"
    path.unlink()
    assert code_of(papers.read, one.ref) == "file_missing"
    assert code_of(papers.read, "0" * 32) == "file_unknown"
    assert dict(papers.broken_files()) == {one.ref: "file_missing"}
    with pytest.raises(CommandError):
        call_command("sweep_files", "--check", stdout=io.StringIO())


def test_a_place_is_never_a_path_from_outside():
    for wrong in ("../../etc/passwd", "a" * 31, "A" * 32, ""):
        with pytest.raises(ValueError):
            blobs.path_of(wrong)


def scanner(place, body):
    program = place / "scanner.py"
    program.write_text(f"import sys, time\ncontent = sys.stdin.buffer.read()\n{body}\n")
    return f"{sys.executable} {program}"


def test_a_scanner_decides_and_the_refusal_is_on_the_ledger(place, settings):
    settings.HUIZHI_SCANNER = scanner(place, "sys.exit(1 if b'EICAR-STANDARD' in content else 0)")
    assert store(PDF, "a.pdf").scan == "clean"
    sick = PDF + EICAR
    assert code_of(papers.take_in, content=sick, name="a.pdf", by="web", at=AT) == "file_infected"
    act = ledger.acts(units=None, verb="file_refused").acts[0]
    assert (act.object_id, act.payload["size"]) == (hashlib.sha256(sick).hexdigest(), len(sick))
    assert len(lying()) == 1


@pytest.mark.parametrize("body", ["sys.exit(2)", "sys.exit(127)", "time.sleep(30)", "raise SystemError", None])
def test_a_scanner_without_a_verdict_lets_nothing_in(place, settings, body):
    settings.HUIZHI_SCANNER = scanner(place, body) if body else str(place / "no-such-scanner")
    settings.HUIZHI_SCANNER_SECONDS = 1
    assert code_of(papers.take_in, content=PDF, name="a.pdf", by="web", at=AT) in {"scanner_failed", "file_infected"}
    assert lying() == []


@pytest.mark.django_db(transaction=True)
def test_a_file_is_on_the_disk_before_its_row_and_a_rollback_leaves_it_to_the_sweep():
    taken = papers.take_in(content=PDF, name="a.pdf", by="web", at=AT)
    assert (len(lying()), StoredFile.objects.count()) == (1, 0)
    with pytest.raises(RuntimeError), transaction.atomic():
        papers.store(taken=taken, by="web", at=AT)
        raise RuntimeError
    assert (len(lying()), StoredFile.objects.count()) == (1, 0)
    kept = store()
    assert code_of(papers.store, taken=taken, by="web", at=AT) == "act_outside_transaction"
    now = datetime.now(UTC)
    assert papers.sweep(before=now - timedelta(hours=1), by="setup", at=AT) == 0
    assert papers.sweep(before=now + timedelta(hours=1), by="setup", at=AT) == 1
    assert papers.read(kept.ref)
    call_command("sweep_files", stdout=io.StringIO())
    assert len(lying()) == 1


def test_a_killed_write_leaves_no_half_file_under_a_name(place):
    """The writer is killed in the midst; what lies there is the half-written file beside, which the sweep takes."""
    program = f"""
import os, django
from django.conf import settings
settings.configure(HUIZHI_HOME={str(place / "home")!r})
from huizhi.apps.papers import blobs
def pieces():
    yield b"x" * 100_000
    os.kill(os.getpid(), 9)
blobs.put(pieces())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60).returncode
    assert ended == -9
    assert [path.suffix for path in lying()] == [".part"]
    assert papers.sweep(before=datetime.now(UTC) + timedelta(hours=1), by="setup", at=AT) == 1


@pytest.mark.django_db(transaction=True)
def test_erasing_destroys_key_and_content(officer):
    card = store()
    with pytest.raises(NotPermitted):
        papers.erase(ref=card.ref, reason="request", by=officer("huancui", "handler"), at=AT)
    with pytest.raises(KeyError):
        papers.erase(ref=card.ref, reason="because", by="setup", at=AT)
    papers.erase(ref=card.ref, reason="request", by=officer("city", "data_steward"), at=AT)
    assert lying() == []
    assert code_of(papers.read, card.ref) == "file_erased"
    assert papers.file_card(card.ref).erased
    assert bytes(StoredFile.objects.get(ref=card.ref).wrapped or b"") == b""
    assert ledger.acts(units=None, verb="file_erased").acts[0].payload["why"] == "request"


def test_rows_are_whole_or_gone_against_raw_sql():
    card = store()
    for change in ("wrapped = NULL", "erased_because = 'due'", "scan = 'maybe'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE papers_storedfile SET {change} WHERE ref = %s", [card.ref])


def test_after_a_rotation_files_open_and_their_bytes_are_untouched():
    card = store()
    (path,) = lying()
    before = path.read_bytes()
    keyring.new_key("file")
    assert ("papers.file", 1) in list(keyring.reseal_all("file"))
    assert path.read_bytes() == before
    assert keyring.is_current("file", StoredFile.objects.get(ref=card.ref).wrapped)
    assert papers.read(card.ref)


def test_the_same_content_is_noticed():
    content = picture()
    one, two = store(content), store(content)
    assert one.ref != two.ref
    assert papers.same_content(one.ref) == 1


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("附件1", "附件1.jpg"),
        ("photo.JPG", "photo.JPG"),
        ("a.exe", "a.exe.jpg"),
        ("../../x\r\nSet-Cookie: a=b", "_.._x__Set-Cookie_ a=b.jpg"),
        ("cod\u202egpj.exe", "cod_gpj.exe.jpg"),
        ("", "file.jpg"),
    ],
)
def test_a_file_leaves_as_an_attachment_no_browser_runs_or_keeps(asked, given):
    content = picture()
    answer = papers.response_for(store(content).ref, asked)
    assert b"".join(answer) == content
    assert answer["Content-Disposition"].startswith("attachment")
    from urllib.parse import unquote  # noqa: PLC0415

    assert given in unquote(answer["Content-Disposition"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(len(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_a_preview_is_drawn_anew_without_metadata(form):
    exif = Image.Exif()
    exif[0x010E] = "taken by the reporter"
    more = {"exif": exif} if form in ("JPEG", "PNG", "WEBP") else {}
    card = store(picture(form, (2000, 1000), **more), f"a.{form.lower()}")
    answer = papers.preview_response(card.ref)
    drawn = Image.open(io.BytesIO(answer.content))
    assert (drawn.format, max(drawn.size), dict(drawn.getexif())) == ("JPEG", 1600, {})
    assert (answer["Content-Disposition"], answer["Content-Type"]) == ("inline", "image/jpeg")
    assert b"taken by" not in answer.content


def test_what_is_no_picture_or_a_broken_or_huge_one_has_no_preview(monkeypatch):
    assert code_of(papers.preview, store(PDF, "a.pdf").ref) == "no_preview"
    assert code_of(papers.preview, store(picture()[:300], "a.jpg").ref) == "no_preview"
    monkeypatch.setattr("huizhi.apps.papers.serving.MOST_PIXELS", 1000)
    assert code_of(papers.preview, store().ref) == "no_preview"


def test_uploads_stay_in_memory_and_within_their_quota(settings):
    from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile  # noqa: PLC0415

    large = SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(3 << 20))
    request = RequestFactory().post("/", {"file": large, "said": "x"})
    assert isinstance(request.FILES["file"], InMemoryUploadedFile)
    settings.HUIZHI_UPLOAD_MAX_MB = 1
    large.seek(0)
    request = RequestFactory().post("/", {"file": large})
    assert (dict(request.FILES), request.upload_too_large) == ({}, True)
