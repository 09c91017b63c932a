"""Which unit imported a row that was refused: only it may correct it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_taught_routers")]
    operations = [
        migrations.AddField(
            "importrow", "unit", models.CharField("导入单位", default="", max_length=40),
        ),
    ]  # fmt: skip
