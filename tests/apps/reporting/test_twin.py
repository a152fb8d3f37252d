"""The synthetic twin: the same columns as the real data, and nothing of a real person."""

import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peervej.apps.accounts.enums import Role
from peervej.apps.audit.models import AuditEvent
from peervej.apps.reporting.operations import UnknownFormat, export_trial, export_twin
from peervej.apps.reporting.queries.dataset import Dataset, build_dataset
from peervej.apps.reporting.queries.effect import analyse_trial
from peervej.apps.reporting.queries.export import build_export
from peervej.apps.reporting.queries.twin import make_twin
from peervej.apps.reporting.writing import FORMATS
from tests.apps.reporting.conftest import Story
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
BY = {"actor": "test", "now": NOW}


def test_the_columns_are_those_of_the_real_data(story: Story) -> None:
    twin = build_export(make_twin(story.trial, seed=1))
    story.close()
    real = build_export(build_dataset(story.trial, blinded=False))
    assert twin.variables == real.variables


@pytest.mark.parametrize("file_format", FORMATS)
def test_it_has_as_many_files_under_names_of_its_own(story: Story, file_format: str) -> None:
    twin = export_twin(story.trial, file_format, seed=3, **BY)
    real = export_trial(story.trial, file_format, **BY)
    code = story.trial.code
    assert {name.replace(f"{code}-twin", code) for name in twin.files} == set(real.files)
    assert not set(twin.files) & set(real.files)
    assert len(twin.table.rows) == story.trial.target
    again = export_twin(story.trial, file_format, seed=3, **BY)
    assert again.files == twin.files
    assert export_twin(story.trial, file_format, seed=4, **BY).files != twin.files


def test_no_row_of_a_real_person_is_read(story: Story) -> None:
    with CaptureQueriesContext(connection) as captured:
        build_export(make_twin(story.trial, seed=1))
    read = " ".join(query["sql"] for query in captured)
    for table in ("measures_", "allocation_", "trial_participation", "programmes_", "people_"):
        assert table not in read


def test_it_is_the_same_whatever_people_answered(story: Story) -> None:
    before = make_twin(story.trial, seed=1).rows
    story.trial.participations.all().update(state="withdrawn")
    assert make_twin(story.trial, seed=1).rows == before


def test_the_planned_analysis_runs_on_it_and_finds_nothing(story: Story) -> None:
    found = analyse_trial(make_twin(story.trial, seed=2)).result
    assert found is not None
    assert found.n == sum(found.analysed) < story.trial.target
    low, high = found.primary.interval(0.0001)
    assert low < 0 < high


def test_cells_stay_within_their_codes_and_ranges(story: Story) -> None:
    table = build_export(make_twin(story.trial, seed=5))
    for row in table.rows:
        for variable, cell in zip(table.variables, row, strict=True):
            if cell is None:
                continue
            if variable.codes:
                assert str(cell) in variable.codes
            elif variable.minimum is not None:
                assert variable.minimum <= cell <= variable.maximum


def test_other_methods_are_rehearsed_too(story: Story) -> None:
    story.trial.definition = story.trial.definition.replace(
        'kind = "batch"\nbatch_sizes = [20]', 'kind = "permuted_blocks"\nblock_sizes = [4, 6]'
    )
    twin: Dataset = make_twin(story.trial, seed=1, people=50)
    assert {row.arm for row in twin.rows} == {"intervention", "control"}
    assert len(twin.rows) == 50


def test_from_the_page_with_a_number(story: Story, browser) -> None:
    client = browser(Role.RESEARCHER)
    address = f"/forskning/{story.trial.code}/tvilling/"
    answer = client.post(address, {"seed": "7", "format": "csv"})
    names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert names == [f"{story.trial.code}-twin.csv", f"{story.trial.code}-twin-codebook.csv"]
    assert AuditEvent.objects.get(verb="export_twin").detail == {"format": "csv", "seed": 7}
    for wrong in ({"seed": "0", "format": "csv"}, {"seed": "7", "format": "xls"}):
        assert client.post(address, wrong).status_code == 302
    with pytest.raises(UnknownFormat):
        export_twin(story.trial, "xls", seed=1, **BY)
