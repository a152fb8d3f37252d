import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("volunteers", "0002_care_and_midway"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.SlugField(max_length=80)),
                (
                    "made_by",
                    models.CharField(
                        choices=[
                            ("professional", "I meet the person in my work"),
                            ("relative", "I am a relative or a friend"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Has said yes themselves"),
                            ("asked", "Has not answered the link yet"),
                            ("called", "Has been called"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
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
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MatchProgramme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.SlugField(max_length=80)),
                ("begun_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="match_programmes",
                        to="places.site",
                    ),
                ),
            ],
            options={
                "ordering": ["programme"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("site", "programme"),
                        name="a_match_programme_runs_once",
                    )
                ],
            },
        ),
    ]
