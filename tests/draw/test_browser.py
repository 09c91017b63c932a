"""In a real Chromium: the pack's page from file://, and the draw page's script under a strict content policy."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from playwright import sync_api

from huizhi.draw.pack import offline_page
from huizhi.draw.refusals import messages
from tests.draw.conftest import FRONTEND

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"


@pytest.fixture(scope="module")
def bundle(node):
    """Builds one entry of the draw's front end as the site does."""

    def build(name: str) -> str:
        esbuild = FRONTEND / "node_modules" / ".bin" / "esbuild"
        if not esbuild.exists():
            pytest.fail("esbuild is needed to build the page's script: run `make setup`.")
        arguments = ["--bundle", "--format=iife", "--target=chrome90,safari14", "--supported:destructuring=true"]
        environment = {**os.environ, "PATH": os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])}
        entry = FRONTEND / "src" / "draw" / name
        done = subprocess.run([esbuild, entry, *arguments], capture_output=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return build


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        found = os.environ.get("HUIZHI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def laid_out(folder, record, files):
    for name, content in {"record.json": record, **files}.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in ("record.json", *files)]


@pytest.mark.parametrize("webcrypto", [True, False])
def test_the_packs_page_works_from_a_folder(chromium, bundle, published, tmp_path, webcrypto):
    paths = laid_out(tmp_path, *published)
    (tmp_path / "verify.html").write_text(offline_page(bundle("offline.js")), encoding="utf-8")
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


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under the site's content policy, quietly."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def served(tmp_path):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Draw</title>
<div data-draw-verify data-record-url="record.json" data-frame-url="frame.csv"
 data-officers-url="officers.csv" data-recusals-url="recusals.csv"></div>
<script type="application/json" id="draw-messages">%s</script><script src="page.js"></script></html>"""


def test_the_draw_page_verifies_on_load_and_names_what_is_wrong(chromium, bundle, published, tmp_path, served):
    laid_out(tmp_path, *published)
    (tmp_path / "page.js").write_text(bundle("page.js"), encoding="utf-8")
    (tmp_path / "index.html").write_text(PAGE % json.dumps(messages()), encoding="utf-8")
    page = chromium.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{served}/index.html")
    page.wait_for_selector("[data-draw-state=passed]")
    assert messages()["selection"]["en"] in page.inner_text("ul.draw-checks")
    assert page.get_attribute("ul.draw-checks", "aria-live") == "polite"
    record = (tmp_path / "record.json").read_bytes()
    (tmp_path / "record.json").write_bytes(record.replace(b'"rank":1', b'"rank":2', 1))
    page.reload()
    page.wait_for_selector("[data-draw-state=failed]")
    bad = [item.get_attribute("data-code") for item in page.locator("li.check-bad").all()]
    assert bad == ["record_digest_mismatch", "selected_mismatch"]
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []
    (tmp_path / "frame.csv").unlink()
    page.reload()
    page.wait_for_selector("[data-draw-state=broken]")
    page.close()
