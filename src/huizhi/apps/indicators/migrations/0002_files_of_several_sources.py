"""A landed file is listed under every source that takes rows of it; the next night fills the table again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="FeedFile"),
        migrations.CreateModel(
            name="FeedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("source", models.CharField(db_index=True, max_length=60)),
                ("name", models.CharField(max_length=300)),
                ("delivered_on", models.DateField()),
                ("size", models.BigIntegerField()),
                ("rows_in", models.BigIntegerField()),
                ("stored", models.BigIntegerField()),
                ("unchanged", models.BigIntegerField()),
                ("quarantined", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "source"), name="feed_file_once_per_source"),
                ],
            },
        ),
    ]
