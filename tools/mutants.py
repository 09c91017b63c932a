"""Count what a run of mutation testing left in `mutants/`: per module, and every changed version nothing noticed.

Usage: python tools/mutants.py [FOLDER]; FOLDER is where `mutmut run` worked, the repository by default.
"""

import json
import sys
from collections import Counter
from pathlib import Path

NOTICED = {1, 3, 36, -24, 24, 152, 255, 37}
"""Exit codes of a version that was noticed: tests failed, timed out, or the type checker refused it."""


def outcomes(folder: Path) -> dict[str, dict[str, int | None]]:
    """Module -> changed version -> exit code of its tests (None: not run yet)."""
    found = {}
    for meta in sorted((folder / "mutants" / "src" / "huizhi" / "law").glob("*.py.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        if codes:
            found[meta.name.removesuffix(".py.meta")] = codes
    return found


def main() -> None:
    """Print a table of counts and the names of what was not noticed."""
    modules = outcomes(Path(sys.argv[1]) if len(sys.argv) > 1 else Path())
    total: Counter[str] = Counter()
    print("| module | versions | noticed | share | not noticed |\n|---|---|---|---|---|")
    unnoticed = []
    for module, codes in modules.items():
        run = {name: code for name, code in codes.items() if code is not None}
        noticed = sum(code in NOTICED for code in run.values())
        total.update(versions=len(run), noticed=noticed)
        share = f"{100 * noticed / len(run):.1f} %" if run else "—"
        print(f"| `{module}` | {len(run)} | {noticed} | {share} | {len(run) - noticed} |")
        unnoticed += [name for name, code in run.items() if code not in NOTICED]
    versions, noticed = total["versions"], total["noticed"]
    print(f"| all | {versions} | {noticed} | {100 * noticed / max(1, versions):.1f} % | {versions - noticed} |")
    print("\n" + "\n".join(unnoticed))


if __name__ == "__main__":
    main()
