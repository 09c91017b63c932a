"""See that official papers have a Chinese serif: the machine's, else one from a pinned npm package (68 MB)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from assets import ROOT, node_and_npm

PACKAGE = ROOT / "frontend" / "fonts"
TARGET = ROOT / "src" / "huizhi" / "apps" / "papers" / "fonts"
WEIGHTS = ("400Regular", "700Bold")
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
SERIF = re.compile(r"(noto|sourcehan)[-_]?serif.*(cjk|sc)|fang[-_]?song|simfang|stfangso|simsun", re.I)


def have() -> bool:
    """Whether the machine, the folder HUIZHI_FONTS names, or an earlier run has one."""
    places = [*FOLDERS, os.environ.get("HUIZHI_FONTS", ""), str(TARGET)]
    return any(
        SERIF.search(path.name) for place in places if place for path in Path(place).expanduser().rglob("*.[to]t[fc]")
    )


def fetch() -> None:
    """Install the pinned package, keep the two weights that papers use, and drop the rest."""
    sys.stderr.write("==> fetching a Chinese serif for official papers / 正在获取公文用中文字体\n")
    node, npm = node_and_npm()
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", os.defpath)])
    subprocess.run([npm, "ci", "--loglevel=error"], cwd=PACKAGE, check=True, env={**os.environ, "PATH": path})
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        (font,) = (PACKAGE / "node_modules/@expo-google-fonts/noto-serif-sc" / weight).glob("*.ttf")
        shutil.copyfile(font, TARGET / font.name)
    shutil.rmtree(PACKAGE / "node_modules")


def main() -> int:
    """Exit code 0 always: without a font everything works but papers, and `huizhi doctor` says so."""
    try:
        if not have():
            fetch()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"no font for official papers: {error} / 未能获取公文字体，文书暂不能生成\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
