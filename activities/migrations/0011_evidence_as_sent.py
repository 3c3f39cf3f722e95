"""What was sent is remembered beside what is kept: the same photo is known after it was turned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0010_import_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="sent_sha256",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="sha256",
            field=models.CharField(db_index=True, editable=False, max_length=64),
        ),
    ]
