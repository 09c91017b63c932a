from django.db import migrations, models

AT_ONCE = 5_000
_WIDE = {chr(c): chr(c - 0xFEE0).upper() for c in range(0xFF01, 0xFF5F)}
_FOLDED = {
    **{c: c.upper() for c in "abcdefghijklmnopqrstuvwxyz"},
    **{wide: plain for wide, plain in _WIDE.items() if plain.isalnum()},
}
_DROPPED = (
    " \t\n\r\v\f\u00a0\u1680\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
    "()（〔［【〖｛{[<＜《〈「『）〕］】〗｝}]>＞》〉」』,.;:!?\"'`~-_/|*#^=+&@，。、；：！？＂＇｀～－＿／｜＊＃＾＝＋＆＠"
    "·•・‧∙⋅●○◆★“”‘’…—–―‐‑‒−¨．｡､"
)
_TABLE = str.maketrans("".join(_FOLDED), "".join(_FOLDED.values()), _DROPPED)


def keys_of(title, respondent_name):
    """What a matter was found by on the day of this migration; it stays so whatever becomes of the rule."""
    subject = title.replace(respondent_name, "") if respondent_name else title
    return respondent_name.translate(_TABLE)[:200], subject.translate(_TABLE)[:200]


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
