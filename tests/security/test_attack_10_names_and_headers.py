"""Attack 10: a subject or file name is text wherever it is shown, and never a header."""

import pytest
from tests.security.world import MARKUP, World

from octant.core.tickets.models import File

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", [f"{MARKUP}.png", 'a"; filename=x.html', "a\r\nSet-Cookie: x=1.png"]
)
def test_a_file_name_stays_inside_its_header(world: World, name: str) -> None:
    File.objects.filter(pk=world.theirs.file.pk).update(name=name)
    path = f"/files/{world.theirs.file.public_id}"
    answer = world.client("theirs").get(path, headers=world.headers("theirs"))
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    shown = answer.headers["Content-Disposition"]
    assert "\r" not in shown and "filename=x.html" not in shown.split('"')[-1]
