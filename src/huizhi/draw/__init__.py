"""A draw anyone can re-run: commit, seed, select, officers, record, verify. Standard library only."""

from huizhi.draw.canonical import canonical, digest
from huizhi.draw.commitments import commit, seed_of
from huizhi.draw.fate import check_fate, fate_of
from huizhi.draw.merkle import path as merkle_path
from huizhi.draw.merkle import root as merkle_root
from huizhi.draw.record import complete_plan, record_bytes, run_draw
from huizhi.draw.verification import Check, verify

__all__ = [
    "Check", "canonical", "check_fate", "commit", "complete_plan", "digest", "fate_of", "merkle_path", "merkle_root",
    "record_bytes", "run_draw", "seed_of", "verify",
]  # fmt: skip
