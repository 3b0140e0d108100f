import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tickets", "0013_clocks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("names", models.JSONField(default=dict)),
                ("zone", models.CharField(default="UTC", max_length=64)),
                ("weekly", models.JSONField(blank=True, default=dict)),
                ("holidays", models.JSONField(blank=True, default=dict)),
                ("loaded", models.CharField(blank=True, max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("names", models.JSONField(default=dict)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("active", models.BooleanField(default=True)),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "priorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("first_minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("next_minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("solution_minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("warn_percent", models.PositiveSmallIntegerField(default=75)),
                ("escalate_priority", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("escalate_queue", models.CharField(blank=True, max_length=40)),
                ("notify_leads", models.BooleanField(default=True)),
                ("loaded", models.CharField(blank=True, max_length=32)),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="promises.calendar",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("first", "First answer"),
                            ("next", "Next answer"),
                            ("solution", "Solution"),
                        ],
                        max_length=8,
                    ),
                ),
                ("round", models.PositiveIntegerField(default=1)),
                ("policy", models.CharField(blank=True, max_length=40)),
                ("minutes", models.PositiveIntegerField(null=True)),
                ("carried", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("pauses", models.JSONField(default=list)),
                ("due_at", models.DateTimeField(null=True)),
                ("warn_at", models.DateTimeField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                ("broken_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("seconds", models.PositiveBigIntegerField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "Kept"),
                            ("late", "Late"),
                            ("dropped", "No longer needed"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("broken_at", None), ("ended_at", None), ("warned_at", None)
                        ),
                        fields=["warn_at"],
                        name="promise_to_warn",
                    ),
                    models.Index(
                        condition=models.Q(("broken_at", None), ("ended_at", None)),
                        fields=["due_at"],
                        name="promise_to_break",
                    ),
                    models.Index(fields=["clock", "started_at"], name="promise_started"),
                    models.Index(
                        condition=models.Q(("broken_at__isnull", False)),
                        fields=["-broken_at", "-id"],
                        name="promise_broken",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ticket", "clock", "round"), name="one_promise_a_round"
                    )
                ],
            },
        ),
    ]
