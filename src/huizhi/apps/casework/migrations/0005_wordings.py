from django.db import migrations, models

from huizhi.apps.casework.finding import keys_of

AT_ONCE = 5_000


def fill(apps, schema_editor):
    """Keep the names and subjects of the matters there are, some thousands at once."""
    matters, wordings = apps.get_model("casework", "Matter"), apps.get_model("casework", "Wording")
    last = 0
    while rows := list(
        matters.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "title", "respondent_name")[:AT_ONCE]
    ):
        last, subjects, texts = rows[-1][0], {}, set()
        for pk, title, respondent_name in rows:
            respondent, subject = keys_of(title, respondent_name)
            subjects.setdefault(subject, []).append(pk)
            texts |= {respondent, subject}
        for subject, found in subjects.items():
            matters.objects.filter(pk__in=found).update(subject_key=subject)
        made = [wordings(text=text) for text in sorted(texts - {""})]
        wordings.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_figures_of_an_inbox")]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200, unique=True, verbose_name="文字")),
            ],
        ),
        migrations.AddField(
            model_name="matter",
            name="subject_key",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="标题检索"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["subject_key"], name="matter_subject_key"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
