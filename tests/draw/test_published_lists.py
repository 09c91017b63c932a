"""RFC 3797's worked example (section 6), to the digest."""

import hashlib

import pytest

from huizhi.draw.published_lists import key_string, order

SOURCES = [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]]
KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
DRAWN = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4]
FIRST_MD5 = "990DD0A5692A029A98B5E01AA28F3459"


def test_the_worked_example():
    assert key_string(SOURCES) == KEY
    assert hashlib.md5(b"\0\0" + KEY.encode() + b"\0\0").hexdigest().upper() == FIRST_MD5
    assert order(KEY, 25)[:16] == DRAWN


def test_everybody_has_a_place_and_another_key_another_order():
    assert sorted(order(KEY, 25)) == list(range(1, 26))
    assert order(key_string([[9318], *SOURCES[1:]]), 25) != order(KEY, 25)


@pytest.mark.parametrize("pool", [0, 65_536])
def test_a_pool_the_method_cannot_number_is_refused(pool):
    with pytest.raises(ValueError, match=str(pool)):
        order(KEY, pool)
