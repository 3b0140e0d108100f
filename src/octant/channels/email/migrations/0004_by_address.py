"""What an address sent and got lately is counted for each mail, whichever case it is written in."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False  # concurrent indexes do not lock a live table

    dependencies = [("email", "0003_other_ways_in")]

    operations = [
        AddIndexConcurrently(
            "arrival",
            models.Index(Upper("sender"), F("received_at").desc(), name="arrival_by_address"),
        ),
        AddIndexConcurrently(
            "outgoing",
            models.Index(Upper("to"), F("created_at").desc(), name="outgoing_by_address"),
        ),
    ]
