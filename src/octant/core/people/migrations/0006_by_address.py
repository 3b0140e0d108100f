"""Each mail looks for the person behind its address, whichever case it is written in."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False  # concurrent indexes do not lock a live table

    dependencies = [("people", "0005_user_email_changed_at")]

    operations = [
        AddIndexConcurrently("user", models.Index(Upper("email"), name="user_by_address")),
        AddIndexConcurrently("customer", models.Index(Upper("email"), name="customer_by_address")),
    ]
