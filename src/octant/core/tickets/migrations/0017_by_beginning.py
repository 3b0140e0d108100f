from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tickets that began in an hour, for reports; made while the desk works on."""

    atomic = False

    dependencies = [("tickets", "0016_due_by_topic")]

    operations = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(fields=["created_at"], name="ticket_begun"),
        ),
    ]
