import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TickedOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("done_at", models.DateTimeField()),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.site",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ticked off",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "key"), name="one_tick_per_line_of_a_site"
                    )
                ],
            },
        ),
    ]
