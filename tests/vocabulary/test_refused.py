"""A refusal tells a person what happened, what is safe and what to do, in either language."""

import pickle

from huizhi.vocabulary.refused import Refused

REFUSAL = Refused(
    "bad_file", "文件读不懂", "the file cannot be read", "原文件已保存。", "请重新导出。", {"name": "a.csv"},
    what_is_safe_en="The file is kept.", what_to_do_en="Export it again.",
)  # fmt: skip


def test_it_says_all_three_things_in_both_languages():
    assert REFUSAL.say("zh") == "文件读不懂\n安全的部分：原文件已保存。\n怎么办：请重新导出。"
    assert REFUSAL.say("en") == "the file cannot be read\nWhat is safe: The file is kept.\nWhat to do: Export it again."
    for part in ("[bad_file]", "文件读不懂", "the file cannot be read", "name=a.csv"):
        assert part in str(REFUSAL)


def test_the_short_form_needs_only_code_and_messages():
    assert Refused("no", "不行", "no").say("en") == "no"


def test_it_crosses_a_process_boundary_whole():
    copy = pickle.loads(pickle.dumps(REFUSAL))
    assert (copy.code, str(copy), copy.context) == ("bad_file", str(REFUSAL), {"name": "a.csv"})
    assert copy.what_to_do_en == "Export it again."
