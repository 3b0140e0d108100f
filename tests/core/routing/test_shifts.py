"""Shifts cover the week, and what they leave open is found to the minute."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octant.core.people.models import User
from octant.core.routing.board import shifts_of_everybody
from octant.core.routing.models import Shift
from octant.core.routing.selectors import MINUTES_A_WEEK, coverage_gaps
from octant.core.routing.services.presence import set_presence, set_skills
from octant.core.routing.services.shifts import add_shift, remove_shift
from octant.core.safety.models import AuditEntry
from octant.kit.errors import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

spans = st.lists(
    st.tuples(st.integers(0, MINUTES_A_WEEK - 1), st.integers(15, 1440)), min_size=0, max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(shifts=spans)
def test_gaps_and_shifts_together_are_the_week(lead: User, shifts: list[tuple[int, int]]) -> None:
    Shift.objects.all().delete()
    set_skills(user=lead, actor=None, skills=[], languages=["en"], capacity=2)
    for start, minutes in shifts:
        add_shift(user=lead, actor=lead, start_minute=start, minutes=minutes)
    covered = {(start + m) % MINUTES_A_WEEK for start, minutes in shifts for m in range(minutes)}
    gaps = coverage_gaps(("en",))
    open_minutes = {m for gap in gaps for m in range(gap.start_minute, gap.end_minute)}
    assert open_minutes == set(range(MINUTES_A_WEEK)) - covered
    assert all(one.end_minute < other.start_minute for one, other in pairwise(gaps))


def test_a_language_nobody_speaks_is_never_covered(lead: User) -> None:
    set_skills(user=lead, actor=None, skills=[], languages=["en"], capacity=2)
    add_shift(user=lead, actor=lead, start_minute=0, minutes=1440)
    gaps = coverage_gaps(("zh-hans",))
    assert [(gap.start_minute, gap.end_minute) for gap in gaps] == [(0, MINUTES_A_WEEK)]


def test_leads_plan_and_every_change_is_audited(lead: User, agent: User) -> None:
    shift = add_shift(user=agent, actor=lead, start_minute=600, minutes=480)
    again = add_shift(user=agent, actor=lead, start_minute=600, minutes=480)
    assert shift == again
    assert shifts_of_everybody() == [shift]
    with pytest.raises(NotAllowed):
        add_shift(user=agent, actor=agent, start_minute=0, minutes=480)
    with pytest.raises(NotAllowed):
        remove_shift(shift_id=shift.pk, actor=agent)
    remove_shift(shift_id=shift.pk, actor=lead)
    with pytest.raises(NotFound):
        remove_shift(shift_id=shift.pk, actor=lead)
    verbs = AuditEntry.objects.filter(actor=lead).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_shift", "remove_shift"]


@pytest.mark.parametrize(("start", "minutes"), [(-1, 60), (MINUTES_A_WEEK, 60), (0, 14), (0, 1441)])
def test_impossible_shifts_are_refused(lead: User, start: int, minutes: int) -> None:
    with pytest.raises(DomainError):
        add_shift(user=lead, actor=lead, start_minute=start, minutes=minutes)


def test_only_people_who_answer_have_shifts_and_presence(lead: User, editor: User) -> None:
    with pytest.raises(DomainError):
        add_shift(user=editor, actor=lead, start_minute=0, minutes=60)
    with pytest.raises(NotAllowed):
        set_presence(user=editor, presence="online")
    with pytest.raises(DomainError):
        set_presence(user=lead, presence="dancing")
    with pytest.raises(DomainError):
        set_skills(user=lead, actor=None, skills=[], languages=[], capacity=13)
    assert set_presence(user=lead, presence="online").idle_since is not None
    assert set_presence(user=lead, presence="away").idle_since is None
