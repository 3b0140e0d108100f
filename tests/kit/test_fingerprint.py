"""Marks of values."""

from octant.kit.fingerprint import fingerprint


def test_equal_values_have_one_mark_and_others_another() -> None:
    mark = fingerprint({"en": {"title": "News"}, "zh-hans": {"title": "公告"}})
    assert mark == fingerprint({"zh-hans": {"title": "公告"}, "en": {"title": "News"}})
    assert mark != fingerprint({"en": {"title": "News!"}, "zh-hans": {"title": "公告"}})
    assert len(fingerprint("\ud800")) == 16
