from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0013_clocks"),
    ]

    operations = [
        migrations.AlterField(  # choices only: nothing changes in the database
            model_name="ticket",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "Low"),
                    (2, "Normal"),
                    (3, "High"),
                    (4, "Urgent"),
                    (5, "Goes first"),
                ],
                default=2,
            ),
        ),
    ]
