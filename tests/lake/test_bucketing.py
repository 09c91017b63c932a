"""Which bucket a key belongs to: the top bits of SHA-256, the same in Python and in the engine."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.lake.bucketing import bucket_of, bucket_sql, check_bucket_count
from huizhi.lake.engines import connect

KEYS = ["", "code:91371000MA3C000001", "name:371002:威海市大光华超市", "device:371000-1", "licence:JY1371002000001"]


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    return connect(tmp_path_factory.mktemp("home"))


@given(st.text(), st.integers(0, 8))
def test_a_bucket_is_the_top_bits_of_the_hash(key, bits):
    first_bits = bin(int(hashlib.sha256(key.encode("utf-8", "replace")).hexdigest(), 16) | 1 << 256)[3 : 3 + bits]
    assert bucket_of(key.encode("utf-8", "replace").decode(), 2**bits) == int(first_bits or "0", 2)


@pytest.mark.parametrize("buckets", [1, 2, 8, 64, 256])
def test_the_engine_agrees(con, buckets):
    keys = KEYS + [f"code:{n}" for n in range(500)]
    con.con.execute("CREATE OR REPLACE TABLE keys AS SELECT unnest($1) AS k", [keys])
    found = con.raw_sql(f"SELECT k, {bucket_sql('k', buckets)} FROM keys").fetchall()
    assert dict(found) == {key: bucket_of(key, buckets) for key in keys}


def test_a_row_without_a_key_has_a_bucket_too(con):
    found = con.raw_sql(f"SELECT {bucket_sql('k', 8)} FROM (SELECT NULL::VARCHAR AS k)").fetchone()
    assert found == (bucket_of(None, 8),)


@pytest.mark.parametrize("count", [0, 3, 257, 512, -2])
def test_other_numbers_of_buckets_are_refused(count):
    with pytest.raises(ValueError, match="power of two"):
        check_bucket_count(count)
