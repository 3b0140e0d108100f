from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The list of one topic by time left; made while the desk works on."""

    atomic = False

    dependencies = [("tickets", "0015_drafts")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status__in", ["new", "open", "waiting"])),
                fields=["category", "due_at", "id"],
                name="ticket_due_by_topic",
            ),
        ),
    ]
