"""Sealing and opening, keys in files, rotation, fingerprints: nothing opens that should not."""

import os
import shutil
import stat
import threading

import pytest
from django.core.checks import run_checks
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from typer.testing import CliRunner

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.keyring import keys, rotation
from huizhi.apps.ledger.facade import acts
from huizhi.cli import build
from huizhi.vocabulary.refused import Refused

CIPHERS = ("aes-256-gcm", "sm4-gcm")
SAID = "张三实名举报".encode()


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.HUIZHI_HOME = tmp_path / "home"
    settings.HUIZHI_KEYS = tmp_path / "keys"
    settings.HUIZHI_CIPHER = "aes-256-gcm"
    return tmp_path / "keys"


def code_of(call, *words):
    with pytest.raises(Refused) as refused:
        call(*words)
    return refused.value.code


@pytest.mark.parametrize("cipher", CIPHERS)
def test_what_is_sealed_opens_and_shows_nothing(settings, cipher):
    settings.HUIZHI_CIPHER = cipher
    token = keyring.seal("identity", SAID, b"person/1")
    assert keyring.open("identity", token, b"person/1") == SAID
    assert SAID not in token
    assert keyring.seal("identity", SAID, b"person/1") != token


@pytest.mark.parametrize("cipher", CIPHERS)
@effort(max_examples=60, deadline=None)
@given(st.data())
def test_no_changed_byte_opens(cipher, data):
    from django.conf import settings as live  # noqa: PLC0415

    live.HUIZHI_CIPHER = cipher
    token = bytearray(keyring.seal("text", SAID, b"row"))
    place = data.draw(st.integers(0, len(token) - 1))
    token[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused) as refused:
        keyring.open("text", bytes(token), b"row")
    assert refused.value.code in {"seal_broken", "key_missing"}


@pytest.mark.parametrize("short", range(0, 60, 7))
def test_a_cut_token_is_refused(short):
    assert code_of(keyring.open, "text", keyring.seal("text", SAID, b"")[:short], b"") in {"seal_broken"}


def test_a_token_opens_only_where_it_belongs():
    token = keyring.seal("text", SAID, b"row/1")
    assert code_of(keyring.open, "text", token, b"row/2") == "seal_broken"
    assert code_of(keyring.open, "file", token, b"row/1") == "key_missing"


def test_keys_are_private_files_apart_made_on_first_use(place, settings):
    assert not place.exists()
    keyring.seal("identity", SAID, b"")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in place.iterdir()] == [
        ("identity.0001.key", 0o600)
    ]
    listed = (settings.HUIZHI_HOME / "key-ids").read_text()
    assert keys.current("identity").id in listed
    assert keys.current("identity").material.hex() not in listed


def reread():
    """Forget what this process has read, as a new process would have."""
    keys._read.clear()


@pytest.mark.parametrize("which", ["folder", "file"])
def test_keys_others_can_read_are_refused(place, which):
    keyring.seal("identity", SAID, b"")
    target = place if which == "folder" else place / "identity.0001.key"
    target.chmod(target.stat().st_mode | 0o040)
    reread()
    assert code_of(keyring.seal, "identity", SAID, b"") == "keys_exposed"
    assert [error.id for error in run_checks(tags=["security"]) if error.id.startswith("keyring")] == ["keyring.E001"]


def test_an_emptied_folder_is_a_refusal_and_not_a_new_beginning(place):
    token = keyring.seal("identity", SAID, b"")
    shutil.move(place, place.with_name("away"))
    reread()
    assert code_of(keyring.open, "identity", token, b"") == "keys_missing"
    assert code_of(keyring.seal, "text", SAID, b"") == "keys_missing"
    shutil.move(place.with_name("away"), place)
    assert keyring.open("identity", token, b"") == SAID


def test_a_missing_key_is_named_by_purpose_and_id(place):
    keyring.seal("text", SAID, b"")
    token = keyring.seal("identity", SAID, b"")
    (place / "identity.0001.key").unlink()
    with pytest.raises(Refused) as refused:
        keyring.open("identity", token, b"")
    assert (refused.value.code, refused.value.context["purpose"]) == ("key_missing", "identity")
    assert [line.state for line in keyring.key_lines() if line.purpose == "identity"] == ["missing"]


@pytest.mark.parametrize(
    "text", ["", "{}", "no key", '{"purpose": "identity", "number": 1, "cipher": "aes-256-gcm", "key": "AA=="}']
)
def test_a_damaged_key_file_is_named(place, text):
    keyring.seal("identity", SAID, b"")
    (place / "identity.0001.key").write_text(text)
    reread()
    with pytest.raises(Refused) as refused:
        keyring.seal("identity", SAID, b"")
    assert refused.value.code == "key_damaged"
    assert "identity.0001.key" in str(refused.value)


def test_old_keys_open_and_the_newest_seals_in_either_cipher(settings):
    old = keyring.seal("identity", SAID, b"")
    settings.HUIZHI_CIPHER = "sm4-gcm"
    keyring.new_key("identity")
    new = keyring.seal("identity", SAID, b"")
    assert keyring.key_id(old) != keyring.key_id(new)
    assert keyring.open("identity", old, b"") == keyring.open("identity", new, b"") == SAID
    assert (keyring.is_current("identity", old), keyring.is_current("identity", new)) == (False, True)
    again = keyring.reseal("identity", old, b"")
    assert keyring.is_current("identity", again)
    assert [(line.cipher, line.state) for line in keyring.key_lines()] == [
        ("aes-256-gcm", "opens"),
        ("sm4-gcm", "seals"),
    ]


def test_an_unknown_cipher_or_purpose_seals_nothing(settings, place):
    settings.HUIZHI_CIPHER = "rot13"
    assert code_of(keyring.seal, "identity", SAID, b"") == "cipher_unknown"
    with pytest.raises(KeyError):
        keyring.seal("gossip", SAID, b"")
    assert not place.exists()


def test_many_first_uses_at_once_make_one_key(place):
    tokens, ready = [], threading.Barrier(8)

    def first_use():
        reread()
        ready.wait()
        tokens.append(keyring.seal("file", SAID, b""))

    threads = [threading.Thread(target=first_use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [keyring.open("file", token, b"") for token in tokens] == [SAID] * 8
    assert [path.name for path in place.iterdir()] == ["file.0001.key"]


def test_sealing_again_goes_batch_by_batch_and_can_be_resumed(monkeypatch):
    monkeypatch.setattr(rotation, "_resealers", {})
    rows = {n: keyring.seal("identity", str(n).encode(), b"") for n in range(25)}

    def reseal(limit):
        old = [n for n, token in rows.items() if not keyring.is_current("identity", token)][:limit]
        rows.update({n: keyring.reseal("identity", rows[n], b"") for n in old})
        return len(old)

    keyring.reseals("identity", "rows", reseal)
    keyring.new_key("identity")
    stopped = keyring.reseal_all("identity", batch=10)
    assert next(stopped) == ("rows", 10)
    assert list(keyring.reseal_all("identity", batch=10)) == [("rows", 10), ("rows", 15)]
    assert all(keyring.is_current("identity", token) for token in rows.values())
    assert list(keyring.reseal_all("text")) == []


@pytest.mark.parametrize("cipher", CIPHERS)
@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, (2 << 20) + 7])
def test_a_stream_comes_back_whole(settings, cipher, size):
    settings.HUIZHI_CIPHER = cipher
    content = os.urandom(size)
    own = keyring.own_key("file", b"f")
    pieces = [content[at : at + 300_000] for at in range(0, size, 300_000)]
    sealed = b"".join(own.seal_stream(pieces, b"f"))
    assert b"".join(keyring.unwrap("file", own.wrapped, b"f").open_stream(Reader(sealed), b"f")) == content


class Reader:
    """Bytes read as a file is."""

    def __init__(self, content):
        self.content, self.at = content, 0

    def __call__(self, size):
        piece = self.content[self.at : self.at + size]
        self.at += size
        return piece


def test_a_stream_that_was_cut_extended_or_shuffled_is_refused():
    own = keyring.own_key("file", b"f")
    sealed = b"".join(own.seal_stream([os.urandom(3 << 20)], b"f"))
    block = (1 << 20) + 28
    for changed in (sealed[:block], sealed[: 2 * block], sealed + sealed[-block:], sealed[block:], b"",
                    sealed[block : 2 * block] + sealed[:block] + sealed[2 * block :]):  # fmt: skip
        with pytest.raises(Refused):
            list(own.open_stream(Reader(changed), b"f"))


def test_fingerprints_tell_the_same_text_and_nothing_else():
    same = {
        keyring.fingerprint("phone", text)
        for text in ("138 1234 5678", "13812345678", "138-1234-5678", "１３８１２３４５６７８")
    }
    assert len(same) == 1
    assert keyring.fingerprint("phone", "13812345679") not in same
    assert keyring.fingerprint("id_number", "13812345678") not in same
    assert keyring.fingerprint("id", "37100219800101001x") == keyring.fingerprint("id", "37100219800101001X")


def test_keys_never_show_themselves():
    own = keyring.own_key("file", b"f")
    key = keyring.new_key("file")
    for shown in (repr(own), str(own), repr(key), f"{key}", repr(keys.keys_held())):
        for material in (own.material, key.material):
            assert material.hex() not in shown
            assert repr(material)[2:-1] not in shown


@pytest.mark.django_db
def test_the_command_lists_checks_and_rotates(place):
    run = lambda *words: CliRunner().invoke(build(["keys"]), ["keys", *words])  # noqa: E731
    keyring.seal("identity", SAID, b"")
    assert "identity.0001" in run("list").output
    assert run("rotate", "identity").exit_code == 0
    assert acts(units=None, verb="key_made").acts[0].payload["number"] == 2
    assert "identity.0002" in run("list").output
    assert run("check").exit_code == 0
    (place / "identity.0001.key").unlink()
    missing = run("check")
    assert (missing.exit_code, "identity.0001" in missing.output) == (1, True)
    assert run("rotate", "gossip").exit_code == 2
    place.chmod(0o755)
    reread()
    assert (run("list").exit_code, run("rotate", "identity").exit_code) == (1, 1)
