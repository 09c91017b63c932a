"""docs/draw.md prints the script that the pack carries, names every field, and its script runs as printed."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "draw.md").read_text(encoding="utf-8")


def printed_script() -> str:
    return re.search(r"<!-- rerun\.py -->\n```python\n(.*?)```", PAGE, re.S)[1]


def test_the_printed_script_is_the_one_in_the_pack():
    assert printed_script() == (ROOT / "src" / "huizhi" / "draw" / "rerun.py").read_text(encoding="utf-8")


def test_the_printed_script_is_short_and_needs_only_the_standard_library():
    script = printed_script()
    assert sum(1 for line in script.split("\n") if line.strip()) <= 60
    imported = re.findall(r"^(?:import|from) (\w+)", script, re.M)
    assert set(imported) <= sys.stdlib_module_names


def test_the_printed_script_runs(published, tmp_path):
    record, files = published
    (tmp_path / "verify.py").write_text(printed_script(), encoding="utf-8")
    for name, content in {"record.json": record, **files}.items():
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-I", str(tmp_path / "verify.py"), str(tmp_path)]
    assert subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0
    (tmp_path / "record.json").write_bytes(record.replace(b'"certain":true', b'"certain":false'))
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "certain" in done.stderr


def test_every_field_of_a_record_is_in_the_specification(case):
    record = case.draw()
    for key in {*record, *record["plan"], *record["plan"]["frame"], *record["selected"][0]}:
        assert f"`{key}`" in PAGE or f'"{key}"' in PAGE, key
