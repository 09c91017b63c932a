"""The tree over the acts against the definitions of RFC 6962, written out here a second time, slowly."""

import hashlib
import random

import pytest

from huizhi.apps.ledger import tree
from huizhi.apps.ledger.hashing import hasher
from huizhi.apps.ledger.proofs import verify_consistency, verify_inclusion
from huizhi.vocabulary.refused import Refused

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The reference roots of Certificate Transparency's own tests, for 0 to 8 leaves."""
AUDIT_PATHS = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
"""The audit paths of the same tests."""


def mth(leaves, h):
    """RFC 6962, 2.1, word for word."""
    if len(leaves) < 2:
        return h(b"\0" + leaves[0]) if leaves else h(b"")
    k = split(len(leaves))
    return h(b"\1" + mth(leaves[:k], h) + mth(leaves[k:], h))


def path(m, leaves, h):
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k], h), mth(leaves[k:], h)] if m < k else [*path(m - k, leaves[k:], h), mth(leaves[:k], h)]


def subproof(m, leaves, whole, h):
    """RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves, h)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole, h), mth(leaves[k:], h)]
    return [*subproof(m - k, leaves[k:], False, h), mth(leaves[:k], h)]


def split(n):
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


class Grown:
    """A tree grown leaf by leaf, with what each act keeps and how often it is read."""

    def __init__(self, leaves, hashed):
        self.growing, self.kept, self.reads = tree.Growing(hashed), {}, 0
        for number, content in enumerate(leaves, start=1):
            self.kept[number] = self.growing.add(content)

    def read(self, subtrees):
        found = {one: self.kept[tree.completed_by(one)][one[0]] for one in subtrees}
        self.reads += len(found)
        return found


def sha256(content):
    return hashlib.sha256(content).digest()


def test_the_reference_roots_and_paths():
    grown = Grown(LEAVES, sha256)
    assert [tree.root(size, grown.read, sha256).hex() for size in range(9)] == ROOTS
    assert [Grown(LEAVES[:size], sha256).growing.root().hex() for size in range(9)] == ROOTS
    for (index, size), expected in AUDIT_PATHS.items():
        assert tuple(step.hex() for step in tree.inclusion(index, size, grown.read, sha256)) == expected


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_thousand_random_trees_and_their_proofs(algorithm):
    rng, h = random.Random(algorithm), hasher(algorithm)
    for _ in range(500):
        size = rng.randint(1, 70)
        leaves = [rng.randbytes(rng.randint(0, 40)) for _ in range(size)]
        grown, root = Grown(leaves, h), mth(leaves, h)
        assert tree.root(size, grown.read, h) == grown.growing.root() == root
        index, earlier = rng.randrange(size), rng.randint(1, size)
        steps = tree.inclusion(index, size, grown.read, h)
        assert steps == path(index, leaves, h)
        assert verify_inclusion(leaves[index], index, size, root, steps, algorithm)
        proof, before = tree.consistency(earlier, size, grown.read, h), mth(leaves[:earlier], h)
        assert proof == subproof(earlier, leaves, True, h)
        assert verify_consistency(earlier, before, size, root, proof, algorithm)
        refute(rng, leaves, index, earlier, root, before, steps, proof, algorithm)


def refute(rng, leaves, index, earlier, root, before, steps, proof, algorithm):
    """What is not so is not proved: another leaf, another place, another root, a step changed, missing or added."""
    size, noise = len(leaves), rng.randbytes(32)
    assert not verify_inclusion(leaves[index] + b"x", index, size, root, steps, algorithm)
    assert not verify_inclusion(leaves[index], index, size, noise, steps, algorithm)
    assert not verify_inclusion(leaves[index], size, size, root, steps, algorithm)
    assert not verify_inclusion(leaves[index], index, size, root, [*steps, noise], algorithm)
    assert not verify_consistency(earlier, noise, size, root, proof, algorithm)
    assert not verify_consistency(earlier, before, size, noise, proof, algorithm)
    assert not verify_consistency(earlier, before, size, root, [*proof, noise], algorithm)
    for changed, check in (
        (steps, lambda given: verify_inclusion(leaves[index], index, size, root, given, algorithm)),
        (proof, lambda given: verify_consistency(earlier, before, size, root, given, algorithm)),
    ):
        if changed:
            at = rng.randrange(len(changed))
            assert not check([*changed[:at], noise, *changed[at + 1 :]])
            assert not check([*changed[:at], *changed[at + 1 :]])


def test_a_tree_that_lost_a_leaf_cannot_be_shown_to_continue():
    leaves = [b"%d" % number for number in range(40)]
    forged = Grown([*leaves[:11], *leaves[12:], b"another"], sha256)
    whole = Grown(leaves[:20], sha256).growing.root()
    proof = tree.consistency(20, 40, forged.read, sha256)
    assert not verify_consistency(20, whole, 40, forged.growing.root(), proof)


@pytest.mark.parametrize("first, second", [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_nothing_is_proved_outside_the_tree(first, second):
    grown = Grown(LEAVES, sha256)
    with pytest.raises(IndexError):
        tree.consistency(first, second, grown.read, sha256)
    with pytest.raises(IndexError):
        tree.inclusion(second, second, grown.read, sha256)
    assert first == second or not verify_consistency(first, bytes(32), second, bytes(32), [bytes(32)])


def test_proofs_of_a_large_tree_read_a_handful_of_hashes():
    size = 100_003
    grown = Grown((b"%d" % number for number in range(size)), sha256)
    for work in (
        lambda: tree.root(size, grown.read, sha256),
        lambda: tree.inclusion(77_777, size, grown.read, sha256),
        lambda: tree.consistency(55_555, size, grown.read, sha256),
    ):
        grown.reads = 0
        work()
        assert grown.reads <= 3 * size.bit_length()
    assert sum(map(len, grown.kept.values())) < 2 * size


def test_a_hash_function_that_is_not_there_is_refused():
    with pytest.raises(Refused) as refused:
        hasher("md5")
    assert refused.value.code == "hash_unknown"
    assert hasher("sm3")(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
