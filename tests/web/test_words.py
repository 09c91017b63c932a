"""The English catalogue is complete: a missing, doubtful or left-over word fails."""

from tools import words


def test_every_word_has_its_english():
    assert words.problems() == []


def test_a_word_that_is_not_in_the_catalogue_is_reported(monkeypatch):
    found = words.found()
    found.add("一个没有译过的词")
    monkeypatch.setattr(words, "found", lambda: found)
    assert words.problems() == ["missing: 一个没有译过的词"]
