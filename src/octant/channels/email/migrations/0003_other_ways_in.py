"""How far mailboxes were fetched; when a provider says that a mail of ours arrived."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("email", "0002_set_aside")]

    operations = [
        migrations.CreateModel(
            name="FetchedBox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=300, unique=True)),
                ("validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField(default=0)),
                ("checked_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name="outgoing",
            name="delivered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
