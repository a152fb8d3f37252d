"""Data as they leave the house: whole, readable, and without what must stay."""

import csv
import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.allocation.models import Arm
from peervej.apps.audit.models import AuditEvent
from peervej.apps.people.operations import read_contact
from peervej.apps.reporting.operations import UnknownFormat, export_trial
from peervej.apps.reporting.queries.dataset import build_dataset, export_id
from peervej.apps.reporting.queries.export import NothingToExport, Variable
from peervej.apps.reporting.spss import write_sav
from peervej.apps.reporting.writing import FORMATS
from peervej.apps.trial.models import Participation
from peervej.apps.trial.queries import participation_of
from peervej.methods.instruments import read_dictionary
from tests.apps.reporting.conftest import Story, arm_of
from tests.factories.allocation import sealed_trial
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory

pytestmark = pytest.mark.django_db


def everything(files: dict[str, bytes]) -> str:
    return "\n".join(content.decode("utf-8", "replace") for content in files.values())


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("asked", [None, False, True])
def test_a_blinded_export_leaks_no_arm(story: Story, file_format: str, asked: bool | None) -> None:
    made = export_trial(story.trial, file_format, actor="test", now=NOW, blinded=asked)
    text = everything(made.files)
    assert made.table.is_blinded
    for planted in (*Arm.values, *(str(arm.label) for arm in Arm), "G01", story.group.name):
        assert planted not in text
    names = {variable.name for variable in made.table.variables}
    assert not names & {"arm", "grp", "sessions"}


def test_a_blinded_export_is_the_same_whoever_was_drawn_to_what(story: Story) -> None:
    before = export_trial(story.trial, "csv", actor="test", now=NOW).files
    from peervej.apps.allocation.models import Draw

    for draw in Draw.objects.all():
        other = Arm.CONTROL if draw.arm == Arm.INTERVENTION else Arm.INTERVENTION
        Draw.objects.filter(pk=draw.pk).update(arm=other)
    assert export_trial(story.trial, "csv", actor="test", now=NOW).files == before


@pytest.mark.parametrize("file_format", FORMATS)
def test_no_name_contact_key_or_date_leaves(story: Story, file_format: str) -> None:
    story.close()
    made = export_trial(story.trial, file_format, actor="test", now=NOW)
    text = everything(made.files)
    for person in story.drawn:
        assert person.chosen_name not in text
        assert read_contact(person) not in text
    for participation in Participation.objects.all():
        assert str(participation.key) not in text
        assert participation.key.hex[:12] not in text
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text)


def test_after_closing_the_arms_are_there(story: Story) -> None:
    story.close()
    made = export_trial(story.trial, "csv", actor="test", now=NOW)
    rows = {
        row["record_id"]: row
        for row in csv.DictReader(io.StringIO(made.files["effekt.csv"].decode()))
    }
    assert len(rows) == 12
    for person in story.drawn[:11]:
        participation = participation_of(person, story.trial)
        row = rows[export_id(story.trial, participation.key)]
        assert row["arm"] == arm_of(person, story.trial)
        assert (row["grp"] in ("G01", "G02")) == (row["arm"] == "intervention")
        assert (row["sessions"] == "") == (row["arm"] == "control")
    assert AuditEvent.objects.filter(verb="export_trial").get().detail["blinded"] is False


def test_days_are_counted_from_the_draw(story: Story) -> None:
    row = next(row for row in build_dataset(story.trial, blinded=True).rows if row.follow_up_day)
    assert row.baseline_day == 0
    assert row.follow_up_day == (story.follow_up_at.date() - NOW.date()).days


def test_the_redcap_dictionary_reads_back_and_names_every_column(story: Story) -> None:
    files = export_trial(story.trial, "redcap", actor="test", now=NOW).files
    fields = read_dictionary(files["effekt-dictionary.csv"])
    data = list(csv.reader(io.StringIO(files["effekt-redcap.csv"].decode())))
    assert [field.variable for field in fields] == data[0]
    by_name = {field.variable: field for field in fields}
    for row in data[1:]:
        for name, cell in zip(data[0], row, strict=True):
            codes = [code for code, _label in by_name[name].parsed_choices()]
            assert not cell or not codes or cell in codes


def test_an_unknown_format_is_refused(story: Story) -> None:
    with pytest.raises(UnknownFormat, match="choose one of"):
        export_trial(story.trial, "xlsx", actor="test", now=NOW)


def test_with_nobody_drawn_there_is_nothing_to_export(db: None) -> None:
    trial = sealed_trial(SiteFactory(), code="tomt")
    with pytest.raises(NothingToExport):
        export_trial(trial, "csv", actor="test", now=NOW)


def test_the_page_hands_out_a_zip_by_post_only(
    story: Story, browser: Callable[..., Client]
) -> None:
    client = browser(Role.RESEARCHER)
    page = client.get("/forskning/effekt/data/?format=csv")
    assert page["Content-Type"].startswith("text/html")
    answer = client.post("/forskning/effekt/data/", {"format": "csv"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["effekt.csv", "effekt-codebook.csv"]
        assert "intervention" not in archive.read("effekt.csv").decode()


def test_a_system_file_holds_numbers_texts_and_gaps() -> None:
    variables = [
        Variable("record_id", "Nøgle", "text", "draw"),
        Variable("y1", "Håb", "decimal", "draw", {"0": "nej", "1": "ja"}),
    ]
    data = write_sav(variables, [("æble-grød-123", 2.5), ("b", None)])
    assert data[:4] == b"$FL2"
    _layout, segments, _compressed, _weight, cases = struct.unpack("<5i", data[64:84])
    assert (segments, cases) == (3, 2)
    body = data[-2 * 8 * segments :]
    assert body[:16] == "æble-grød-123".encode().ljust(16)[:16]
    assert struct.unpack("<d", body[16:24]) == (2.5,)
    assert struct.unpack("<d", body[40:48])[0] < -1e308
    assert b"V00001=record_id\tV00002=y1" in data
