"""Own words of automatic mails travel with a workspace, there and back."""

from pathlib import Path

import pytest

from octant.channels.email.models import Wording
from octant.channels.email.services.wording import save_wording
from octant.channels.email.services.wording_files import FILE, dump_wording, load_wording
from octant.core.knowledge.models import LoadedFile
from octant.core.people.models import User
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db
WORDS = {"en": ("We have it", "Hello.\n\nYour ticket is {ticket}."), "zh-hans": ("", "您好。")}


def test_words_of_leads_are_dumped_and_loaded_elsewhere(lead: User, tmp_path: Path) -> None:
    save_wording(actor=lead, kind="received", words=WORDS)
    assert dump_wording(tmp_path) == 1
    written = (tmp_path / FILE).read_text("utf-8")
    assert "您好" in written
    Wording.objects.all().delete()
    assert load_wording(tmp_path) == 1
    row = Wording.objects.get()
    assert (row.kind, row.subjects) == ("received", {"en": "We have it"})
    assert row.texts == {"en": WORDS["en"][1], "zh-hans": "您好。"}
    dump_wording(tmp_path)
    assert (tmp_path / FILE).read_text("utf-8") == written


def test_a_file_that_did_not_change_undoes_nothing(lead: User, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("solved:\n  en: {text: Done.}\n", "utf-8")
    assert load_wording(tmp_path) == 1
    save_wording(actor=lead, kind="solved", words={"en": ("", "Ours.")})
    save_wording(actor=lead, kind="closed", words={"en": ("", "Closed.")})
    load_wording(tmp_path)
    assert Wording.objects.get(kind="solved").texts == {"en": "Ours."}
    LoadedFile.objects.all().delete()
    load_wording(tmp_path)
    assert Wording.objects.get(kind="solved").texts == {"en": "Done."}
    assert Wording.objects.get(kind="closed").texts == {"en": "Closed."}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lottery:\n  en: {text: x}\n", "no such mail, only"),
        ("solved: Done.\n", "under their language"),
        ("solved:\n  tlh: {text: Qapla}\n", "under their language"),
        ("solved:\n  en: Done.\n", "under their language"),
        ("solved:\n  en: {text: Please send us your seed phrase.}\n", "mails.yaml, solved"),
        (f"solved:\n  en: {{text: {'x' * 5000}}}\n", "too long"),
        ("- solved\n", "names and values"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_kept(
    text: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text(f"closed:\n  en: {{text: Fine.}}\n{text}", "utf-8")
    if text.startswith("-"):
        (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(DomainError, match=says):
        load_wording(tmp_path)
    assert not Wording.objects.exists()


def test_where_nobody_chose_words_no_file_is_written(tmp_path: Path) -> None:
    assert dump_wording(tmp_path) == 0
    assert not (tmp_path / FILE).exists()
