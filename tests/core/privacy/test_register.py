"""Every table near a person is exported or left out for a reason; nobody can forget one."""

from django.apps import apps
from django.db.models import Model

from octant.core.people.models import Customer, User
from octant.core.ports.privacy import register


def near_people() -> dict[str, str]:
    """{model: the foreign key by which it leads to a person}, over any number of steps."""
    found: dict[type[Model], str] = {Customer: "itself", User: "itself"}
    models = apps.get_models(include_auto_created=True)
    before = 0
    while before < len(found):
        before = len(found)
        for model in models:
            for field in model._meta.concrete_fields:
                if model not in found and field.related_model in found:
                    found[model] = field.name
    return {model._meta.label: by for model, by in found.items()}


def test_every_table_that_leads_to_a_person_is_exported_or_left_out_for_a_reason() -> None:
    exported = {table.model for table in register().personal}
    left_out = {table.model for table in register().not_exported}
    missing = {m: by for m, by in near_people().items() if m not in exported | left_out}
    assert not missing, (
        f"Declare these in their app's privacy module (core/ports/privacy.py): {missing}"
    )
    assert not exported & left_out
    assert all(len(table.why) > 15 for table in register().not_exported)


def test_a_table_that_nobody_declared_would_be_noticed() -> None:
    assert near_people()["tickets.HeldReply"] == "ticket"
    assert near_people()["socialaccount.SocialToken"] == "account"
    assert "knowledge.Category" not in near_people()


def test_what_is_withheld_from_an_export_is_a_column_that_exists() -> None:
    for table in register().personal:
        columns = {field.name for field in apps.get_model(table.model)._meta.concrete_fields}
        assert set(table.withheld) <= columns, table.model
        assert not {"password", "sealed", "session_key", "digest"} & (
            columns - set(table.withheld) - ({"digest"} if table.section == "files" else set())
        ), table.model


def test_names_of_kinds_steps_and_sections_are_used_once() -> None:
    kinds = [kind.key for kind in register().kinds]
    steps = [eraser.key for eraser in register().erasers]
    sections = [table.section for table in register().personal]
    for names in (kinds, steps, sections):
        assert len(names) == len(set(names))


def test_people_leave_last_so_that_every_step_before_still_finds_them() -> None:
    steps = [eraser.key for eraser in register().erasers]
    assert steps[0] == "sessions" and steps[-1] == "person"
