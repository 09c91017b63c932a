"""Name folding is one translate, so that a query and Python agree on every name."""

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.vocabulary import text
from huizhi.vocabulary.text import normalise_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("威海（环翠）商贸有限公司", "威海(环翠)商贸有限公司"),
        ("威海〔环翠〕商贸有限公司", "威海环翠商贸有限公司"),
        ("ＡＢＣ科技　有限公司", "abc科技有限公司"),
        ("老王·海鲜馆", "老王海鲜馆"),
        ("１２３便利店", "123 便利店"),
        ("海之韵—渔家乐", "海之韵渔家乐"),
    ],
)
def test_two_spellings_of_one_name_are_equal(one, other):
    assert normalise_name(one) == normalise_name(other)


def test_different_names_stay_different():
    assert normalise_name("威海一号商贸有限公司") != normalise_name("威海二号商贸有限公司")


def test_every_character_has_one_fate():
    assert len(set(text.TRANSLATE_FROM)) == len(text.TRANSLATE_FROM)
    assert len(text.TRANSLATE_FROM) == len(text.TRANSLATE_TO) + len(text.DROPPED)


@given(st.text())
def test_folding_twice_is_folding_once(name):
    assert normalise_name(normalise_name(name)) == normalise_name(name)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), max_size=30))
def test_the_query_engine_folds_exactly_as_python_does(names):
    names = [*names, text.TRANSLATE_FROM, "ßŞ威海（Ａ）ｂ'\"\\"]
    table = ibis.memtable(pa.table({"name": names, "n": list(range(len(names)))}))
    folded = table.mutate(folded=table.name.translate(text.TRANSLATE_FROM, text.TRANSLATE_TO)).order_by("n")
    assert folded.folded.to_pyarrow().to_pylist() == [normalise_name(n) for n in names]
