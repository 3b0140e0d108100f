from django.db import migrations, models

# In the database, since sign-in is a library's and any path that changes an address must leave a
# trace. Nothing but this sets the column.
NOTE = """
CREATE FUNCTION people_note_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.email_changed_at := CASE
        WHEN lower(NEW.email) IS DISTINCT FROM lower(OLD.email) THEN clock_timestamp()
        ELSE OLD.email_changed_at
    END;
    RETURN NEW;
END $$;
CREATE TRIGGER people_user_email BEFORE UPDATE ON people_user
    FOR EACH ROW EXECUTE FUNCTION people_note_email();
"""
FORGET = """
DROP TRIGGER people_user_email ON people_user;
DROP FUNCTION people_note_email();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_proved_by_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="email_changed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(NOTE, FORGET),
    ]
