from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # concurrent indexes do not lock a live table

    dependencies = [
        ("tickets", "0003_customer_online"),
    ]

    operations = [
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["category", "-last_activity_at", "-id"], name="ticket_category_recent"
            ),
        ),
        AddIndexConcurrently(
            "ticket",
            models.Index(fields=["queue", "-last_activity_at", "-id"], name="ticket_queue_recent"),
        ),
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["assignee", "-last_activity_at", "-id"],
                condition=Q(status__in=["new", "open", "waiting"]),
                name="ticket_active_by_agent",
            ),
        ),
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["-last_activity_at", "-id"],
                condition=Q(assignee=None, status__in=["new", "open"]),
                name="ticket_nobodys_recent",
            ),
        ),
    ]
