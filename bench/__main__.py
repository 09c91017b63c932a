"""`make bench`: every benchmark in turn, each a table of ratios against a bare scan or a rival in the same run."""

import argparse
import subprocess
import sys


def main() -> int:
    """Run them one after another, so that none measures another's load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=5_000_000, help="size of the grading and the draw")
    parser.add_argument("--rows", type=int, default=1_000_000, help="size of the feeds and lake benches")
    asked = parser.parse_args()
    runs = [
        ("grading", ["--entities", str(asked.entities)]),
        ("rulings", []),
        ("explained", []),
        ("draw", ["--entities", str(asked.entities)]),
        ("picking", ["--entities", str(asked.entities)]),
        ("verifier", ["--entities", str(asked.rows)]),
        ("feeds", ["--rows", str(asked.rows)]),
        ("lake", ["--rows", str(asked.rows)]),
        ("ledger", []),
        ("inbox", ["--matters", str(asked.rows)]),
        ("inbox", ["--matters", str(asked.rows), "--postgresql"]),
    ]
    failed = 0
    for name, options in runs:
        sys.stdout.write(f"\n## {name} {' '.join(options)}\n\n")
        sys.stdout.flush()
        failed |= subprocess.run([sys.executable, "-m", f"bench.{name}", *options]).returncode
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
