"""A function that is called with room does what it did."""

import resource
import sys
from functools import partial

import pytest

from octant.kit.stack import roomy


def add(one: int, /, two: int, *, three: int = 3) -> int:
    if one < 0:
        raise ValueError("less than nothing")
    return one + two + three


def test_arguments_answer_and_errors_go_through() -> None:
    assert roomy(add)(1, two=2) == 6
    assert roomy(add)(1, 2, three=0) == 3
    with pytest.raises(ValueError, match="less than nothing"):
        roomy(add)(-1, 0)


def test_what_is_called_need_not_be_a_function() -> None:
    assert roomy(partial(add, 1))(two=2) == 3 + 3


def test_there_is_as_much_depth_as_before() -> None:
    def down(levels: int) -> int:
        return levels and down(levels - 1)

    assert roomy(down)(sys.getrecursionlimit() // 2) == 0


def test_no_depth_makes_a_call_dear() -> None:
    """Where a chunk ends inside a loop, each call asks the system for memory: a page fault."""
    plain = [faults_at(depth) for depth in range(300)]
    assert max(plain) >= 1000  # when this fails, Python was mended and `stack.py` can go
    room = [roomy(faults_at)(depth) for depth in range(300)]
    assert max(room) < 100


def faults_at(depth: int) -> int:
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    loop()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def loop() -> None:
    for _ in range(1000):
        leaf(1, 2, 3)


def leaf(one: int, two: int, three: int) -> int:
    return one + two + three
