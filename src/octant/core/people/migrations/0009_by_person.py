from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The rows of one person; made while customers go on writing."""

    atomic = False

    dependencies = [("people", "0008_mergers")]

    operations = [
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["person"],
                name="customer_person",
            ),
        ),
    ]
