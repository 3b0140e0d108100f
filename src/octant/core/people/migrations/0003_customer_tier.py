from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_anti_phishing_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="tier",
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
