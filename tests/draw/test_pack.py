"""The verification pack: a zip that checks a draw with Python alone, or with a browser alone and no network."""

import io
import subprocess
import sys
import zipfile

import pytest

from huizhi.draw.pack import offline_page, write_pack
from huizhi.vocabulary.refused import Refused


def unpacked(pack: bytes, folder) -> None:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(folder)


def test_the_pack_is_the_same_bytes_every_time(published):
    record, files = published
    assert write_pack(record, files, "x()") == write_pack(record, dict(reversed(files.items())), "x()")


def test_the_pack_needs_all_three_files(published):
    record, files = published
    with pytest.raises(Refused, match=r"file_missing.*recusals\.csv"):
        write_pack(record, {name: files[name] for name in ("frame.csv", "officers.csv")}, "")


def test_the_packs_script_verifies_the_draw_with_python_alone(published, tmp_path):
    record, files = published
    unpacked(write_pack(record, files, ""), tmp_path)
    command = [sys.executable, "-I", str(tmp_path / "verify.py"), str(tmp_path)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    frame = (tmp_path / "frame.csv").read_bytes()
    (tmp_path / "frame.csv").write_bytes(frame.replace(b",25,", b",26,"))
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1 and "WRONG: frame.csv, merkle_root" in done.stderr


def test_nothing_in_the_page_ends_its_script_early():
    page = offline_page("let a = '</script><b>'; // </SCRIPT>")
    assert page.lower().count("</script") == 2 and "{{" not in page
