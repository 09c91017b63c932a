"""`huizhi draw`, `huizhi verify`, `huizhi draw-commit`."""

import hashlib
import json
import shutil

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli.draw import register
from huizhi.draw.refusals import messages
from tests.draw.draws import sound_case

APP = typer.Typer()
register(APP)


def run(*arguments: str, **env: str):
    return CliRunner().invoke(APP, [str(one) for one in arguments], env=env)


@pytest.fixture
def laid_out(tmp_path):
    """The files of a sound draw, and the arguments that draw it into `out`."""
    case = sound_case()
    (tmp_path / "plan.json").write_text(json.dumps(case.plan, ensure_ascii=False), encoding="utf-8")
    for name, content in case.files.items():
        (tmp_path / name).write_bytes(content)
    files = [f"--{name}={tmp_path / name}.csv" for name in ("frame", "officers", "recusals")]
    reveals = [f"--reveal={secret.hex()}" for secret in case.reveals]
    return tmp_path, ["draw", f"--plan={tmp_path / 'plan.json'}", *files, *reveals, "--beacon=03 07 12"]


def test_draw_writes_a_record_beside_its_files_and_verify_accepts_it(laid_out):
    folder, arguments = laid_out
    done = run(*arguments, f"--out={folder / 'out'}")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (folder / "out").iterdir()} == {
        "record.json", "frame.csv", "officers.csv", "recusals.csv",
    }  # fmt: skip
    verified = run("verify", folder / "out" / "record.json")
    assert verified.exit_code == 0
    assert messages()["verify_passed"]["zh"] in verified.output and "✗" not in verified.output


def test_verify_speaks_english_when_asked(laid_out):
    folder, arguments = laid_out
    run(*arguments, f"--out={folder / 'out'}")
    for done in (
        run("verify", folder / "out" / "record.json", "--lang=en"),
        run("verify", folder / "out" / "record.json", HUIZHI_LANG="en"),
    ):
        assert messages()["verify_passed"]["en"] in done.output


@pytest.mark.parametrize("name", ["record.json", "frame.csv", "officers.csv", "recusals.csv"])
def test_verify_names_what_was_changed_and_fails(laid_out, name):
    folder, arguments = laid_out
    run(*arguments, f"--out={folder / 'out'}")
    path = folder / "out" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = run("verify", folder / "out" / "record.json", "--lang=en")
    assert done.exit_code == 1
    assert "✗" in done.output and messages()["verify_failed"]["en"] in done.output
    assert name == "record.json" or name in done.output


@pytest.mark.parametrize("name", ["frame.csv", "officers.csv", "recusals.csv"])
def test_verify_names_a_missing_file(laid_out, name):
    folder, arguments = laid_out
    run(*arguments, f"--out={folder / 'out'}")
    (folder / "out" / name).unlink()
    done = run("verify", folder / "out" / "record.json")
    assert done.exit_code == 1 and "file_missing" in done.output and name in done.output


def test_drawing_again_brings_back_a_lost_or_changed_file(laid_out):
    folder, arguments = laid_out
    out = folder / "out"
    run(*arguments, f"--out={out}")
    record = (out / "record.json").read_bytes()
    (out / "officers.csv").unlink()
    (out / "frame.csv").write_bytes(b"changed")
    assert run(*arguments, f"--out={out}").exit_code == 0
    assert (out / "record.json").read_bytes() == record
    assert run("verify", out / "record.json").exit_code == 0


@pytest.mark.parametrize("out", ["plan.json", "plan.json/below", "x" * 300])
def test_a_folder_that_cannot_be_written_is_named(laid_out, out):
    folder, arguments = laid_out
    done = run(*arguments, f"--out={folder / out}")
    assert done.exit_code == 1 and "out_unwritable" in done.output
    assert isinstance(done.exception, SystemExit)


def test_verify_names_a_missing_record(tmp_path):
    done = run("verify", tmp_path / "record.json")
    assert done.exit_code == 1 and "record.json" in done.output and "Traceback" not in done.output


def test_a_refused_draw_writes_nothing(laid_out):
    folder, arguments = laid_out
    (folder / "frame.csv").write_bytes((folder / "frame.csv").read_bytes().replace(b"\n", b"\r\n"))
    done = run(*arguments, f"--out={folder / 'out'}")
    assert done.exit_code == 1 and "file_crlf" in done.output
    assert not (folder / "out").exists()


def test_a_wrong_secret_is_named(laid_out):
    folder, arguments = laid_out
    for wrong, code in (("00" * 32, "reveal_mismatch"), ("zz", "reveal_form"), ("00", "reveal_form")):
        changed = [f"--reveal={wrong}" if one.startswith("--reveal") else one for one in arguments]
        done = run(*changed, f"--out={folder / 'out'}")
        assert done.exit_code == 1 and code in done.output


def test_drawing_again_changes_nothing_and_another_draw_does_not_replace_it(laid_out):
    folder, arguments = laid_out
    run(*arguments, f"--out={folder / 'out'}")
    first = (folder / "out" / "record.json").read_bytes()
    assert run(*arguments, f"--out={folder / 'out'}").exit_code == 0
    assert (folder / "out" / "record.json").read_bytes() == first
    other = run(*arguments[:-1], "--beacon=04", f"--out={folder / 'out'}")
    assert other.exit_code == 1 and "record_exists" in other.output
    assert (folder / "out" / "record.json").read_bytes() == first


def test_a_plan_that_is_no_json_or_is_missing_is_named(laid_out):
    folder, arguments = laid_out
    (folder / "plan.json").write_text('{"id": 1, "id": 2}', encoding="utf-8")
    assert "plan_not_json" in run(*arguments, f"--out={folder / 'out'}").output
    (folder / "plan.json").unlink()
    assert "plan.json" in run(*arguments, f"--out={folder / 'out'}").output


def test_a_published_plan_digest_is_held_to(laid_out):
    folder, arguments = laid_out
    done = run(*arguments, f"--plan-digest={'0' * 64}", f"--out={folder / 'out'}")
    assert done.exit_code == 1 and "plan_changed" in done.output


def test_commit_prints_the_commitment_to_a_new_private_secret(tmp_path):
    done = run("draw-commit", f"--out={tmp_path / 'secret'}")
    secret = bytes.fromhex((tmp_path / "secret").read_text())
    assert len(secret) == 32 and done.output.strip() == hashlib.sha256(secret).hexdigest()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    again = run("draw-commit", f"--out={tmp_path / 'secret'}")
    assert again.exit_code == 1 and "secret_exists" in again.output
    assert bytes.fromhex((tmp_path / "secret").read_text()) == secret


def test_the_record_folder_can_be_moved(laid_out):
    folder, arguments = laid_out
    run(*arguments, f"--out={folder / 'out'}")
    shutil.move(folder / "out", folder / "elsewhere")
    assert run("verify", folder / "elsewhere" / "record.json").exit_code == 0
