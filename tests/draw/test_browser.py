"""In a real Chromium: the verification pack's page, from a folder and without a network."""

import os
import subprocess
from pathlib import Path

import pytest
from playwright import sync_api

from huizhi.draw.pack import offline_page
from huizhi.draw.refusals import messages
from tests.browser.chromium import find, flags
from tests.draw.conftest import FRONTEND

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def script(node):
    """The page's script, built as the site builds it."""
    esbuild = FRONTEND / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists():
        pytest.fail("esbuild is needed to build the page's script: run `make setup`.")
    arguments = ["--bundle", "--format=iife", "--target=chrome90,safari14", "--supported:destructuring=true"]
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])}
    entry = FRONTEND / "src" / "draw" / "offline.js"
    done = subprocess.run([esbuild, entry, *arguments], capture_output=True, check=False, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def chromium():
    executable = find()
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags(executable))
        yield browser
        browser.close()


def laid_out(folder, record, files):
    for name, content in {"record.json": record, **files}.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in ("record.json", *files)]


@pytest.mark.parametrize("webcrypto", [True, False])
def test_the_packs_page_works_from_a_folder(chromium, script, published, tmp_path, webcrypto):
    paths = laid_out(tmp_path, *published)
    (tmp_path / "verify.html").write_text(offline_page(script), encoding="utf-8")
    page = chromium.new_page()
    if not webcrypto:
        page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.goto((tmp_path / "verify.html").as_uri())
    page.set_input_files("#draw-files", paths)
    page.wait_for_selector("[data-draw-state=passed]")
    assert page.locator("li.check").count() == page.locator("li.check-ok").count() == 22
    page.click("#draw-lang")
    page.wait_for_selector(f"text={messages()['verify_passed']['en']}")
    frame = tmp_path / "frame.csv"
    frame.write_bytes(frame.read_bytes().replace(b"\n", b"\r\n"))
    page.set_input_files("#draw-files", [])
    page.set_input_files("#draw-files", paths)
    page.wait_for_selector("li.check-bad[data-code=file_crlf]")
    bad = [item.get_attribute("data-code") for item in page.locator("li.check-bad").all()]
    assert bad == ["digest_mismatch", "file_crlf"]
    page.set_input_files("#draw-files", paths[1:])
    page.wait_for_selector("li.check-bad[data-code=file_missing]")
    page.close()
