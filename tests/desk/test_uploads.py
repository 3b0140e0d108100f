"""An agent's large files come in pieces, with the session and the form token of the desk."""

import base64
import json

import pytest
from django.test import Client
from tests.core.safety.files import samples

from octant.core.people.models import User
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Ticket, Upload

pytestmark = pytest.mark.django_db

FILM = samples.mp4()
NAME = base64.b64encode(b"steps.mp4").decode()
TUS = {"Tus-Resumable": "1.0.0"}


def begin(client: Client, ticket: Ticket, **more: str) -> str:
    answer = client.post(
        f"/desk/tickets/{ticket.public_id}/uploads",
        headers=TUS
        | {"Upload-Length": str(len(FILM)), "Upload-Metadata": f"filename {NAME}"}
        | more,
    )
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def test_an_agents_recording_arrives_and_is_sent(
    client: Client, ticket: Ticket, agent: User
) -> None:
    client.force_login(agent)
    url = begin(client, ticket)
    answer = client.patch(
        url,
        FILM,
        content_type="application/offset+octet-stream",
        headers=TUS | {"Upload-Offset": "0"},
    )
    assert answer["Upload-Offset"] == str(len(FILM))
    file = json.loads(client.post(url, headers=TUS).content)["file"]
    said = client.post(
        f"/desk/tickets/{ticket.public_id}/say/",
        {"text": "Like this", "id": "6f4bd9f6-3f7c-4b8e-9d24-6a3a7f2f0c11", "files": file["id"]},
    )
    assert said.status_code == 200
    [kept] = ticket.messages.get(text="Like this").files.all()
    assert kept.name == "steps.mp4"


def test_no_form_token_no_upload(ticket: Ticket, agent: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(agent)
    answer = strict.post(
        f"/desk/tickets/{ticket.public_id}/uploads",
        headers=TUS | {"Upload-Length": "10", "Upload-Metadata": f"filename {NAME}"},
    )
    assert answer.status_code == 403
    assert not Upload.objects.exists()


def test_another_agents_upload_and_the_customers_are_not_ones_own(
    client: Client, ticket: Ticket, agent: User, lead: User
) -> None:
    client.force_login(agent)
    url = begin(client, ticket)
    client.force_login(lead)
    assert client.head(url, headers=TUS).status_code == 404
    by_customer = f"/chat/uploads/{url.rsplit('/', 1)[1]}"
    customer = Client()
    key = {"X-Octant-Key": key_for(ticket), "Origin": "http://127.0.0.1:8000"}
    assert customer.head(by_customer, headers=TUS | key).status_code in (403, 404)


def test_an_editor_uploads_nothing(client: Client, ticket: Ticket, editor: User) -> None:
    client.force_login(editor)
    answer = client.post(
        f"/desk/tickets/{ticket.public_id}/uploads",
        headers=TUS | {"Upload-Length": "10", "Upload-Metadata": f"filename {NAME}"},
    )
    assert answer.status_code in (302, 403, 404)
    assert not Upload.objects.exists()
