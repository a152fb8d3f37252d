"""The read API: valid HSDS 3.1 through a full crawl, and stable while things change."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from peervej.apps.directory.models import Fact, Initiative
from peervej.apps.directory.operations import load_initiatives
from peervej.apps.places.models import Municipality, Organisation, Region
from tests.factories.directory import InitiativeFactory

pytestmark = pytest.mark.django_db
LISTS = {
    "services": "service",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location",
}


@pytest.fixture(scope="session")
def validators(shared: Path) -> dict[str, Draft202012Validator]:
    """One strict validator per record: what the specification does not name is an error."""
    schemas = {
        file.name: close(json.loads(file.read_text(encoding="utf-8")))
        for file in (shared / "conformance" / "hsds-3.1").glob("*.json")
        if file.name != "openapi.json"
    }
    from referencing.jsonschema import DRAFT202012

    registry: Registry[Any] = Registry().with_resources(
        (name, Resource(schema, DRAFT202012)) for name, schema in schemas.items()
    )
    return {
        name.removesuffix(".json"): Draft202012Validator(
            schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        for name, schema in schemas.items()
    }


def close(schema: Any) -> Any:
    """The schema with every object closed to unknown fields."""
    if isinstance(schema, list):
        return [close(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: close(value) for name, value in schema.items()}
    if isinstance(closed.get("properties"), dict) and closed.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def crawl(client: Client, name: str, per_page: int = 7, asked: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = {"last_page": False, "page_number": 0}
    while not page["last_page"]:
        page = client.get(
            f"/api/hsds/{name}?page={page['page_number'] + 1}&per_page={per_page}{asked}"
        ).json()
        assert page["size"] == len(page["contents"])
        found.extend(page["contents"])
    assert len(found) == page["total_items"]
    return found


def test_a_full_crawl_is_valid_and_strict(
    client: Client,
    places: None,
    now: datetime,
    validators: dict[str, Draft202012Validator],
) -> None:
    load_initiatives(now=now)
    for name, schema in LISTS.items():
        records = crawl(client, name)
        assert records
        for record in records:
            assert [error.message for error in validators[schema].iter_errors(record)] == []
            single = client.get(f"/api/hsds/{name}/{record['id']}").json()
            assert single == record
    assert len({record["id"] for record in crawl(client, "services")}) == 43


@pytest.fixture
def three(places: None) -> list[Initiative]:
    return [
        InitiativeFactory(
            slug=f"nr-{number}",
            name=f"Nr {number}",
            places=[Municipality.objects.get(slug="vejle")],
            facts={"kind": "course"},
        )
        for number in range(3)
    ]


def stir(number: int) -> None:
    """Between two pages: one comes, one goes, one moves to another town, one is renamed."""
    rows = list(Initiative.objects.filter(slug__startswith="vej-").order_by("pk"))
    places = {name: Municipality.objects.get(slug=name) for name in ("vejle", "fanoe", "odense")}
    InitiativeFactory(
        slug=f"ny-{number}",
        name=f"A{number}",
        places=[places["fanoe"]],
        organisation=Organisation.objects.create(slug=f"a-{number}", name=f"A{number}"),
        facts={"kind": "course"},
    )
    Initiative.objects.filter(pk=rows[number].pk).update(listing="unlisted")
    rows[number + 8].municipalities.remove(places["odense"])
    rows[number + 8].municipalities.add(places["fanoe"])
    Initiative.objects.filter(pk=rows[number + 16].pk).update(name=f"A {number}", status="ended")


@pytest.mark.parametrize("name", ["services", "organizations", "service_at_locations"])
@pytest.mark.parametrize("per_page", [1, 4])
def test_no_list_meets_anyone_twice_or_misses_who_stays_while_entries_come_and_go(
    client: Client, places: None, name: str, per_page: int
) -> None:
    towns = [Municipality.objects.get(slug=slug) for slug in ("vejle", "odense")]
    for number in range(24):
        runs = Organisation.objects.create(slug=f"o-{number:02}", name=f"O {number}")
        InitiativeFactory(slug=f"vej-{number:02}", places=towns, organisation=runs)
    before = {record["id"] for record in crawl(client, name, 200)}
    met: list[str] = []
    page: dict[str, Any] = {"last_page": False, "page_number": 0, "contents": []}
    stirred = 0
    while not page["last_page"]:
        page = client.get(
            f"/api/hsds/{name}?page={page['page_number'] + 1}&per_page={per_page}"
        ).json()
        met += [record["id"] for record in page["contents"]]
        if page["contents"] and stirred < 6:
            stir(stirred)
            stirred += 1
    after = {record["id"] for record in crawl(client, name, 200)}
    assert stirred >= 5
    assert len(met) == len(set(met))
    assert before & after <= set(met)
    assert set(met) <= before | after


def test_vocabularies_are_the_same_on_every_page_size(client: Client, places: None) -> None:
    for name in ("taxonomies", "taxonomy_terms"):
        whole = crawl(client, name, 200)
        assert crawl(client, name, 3) == whole
        assert len({record["id"] for record in whole}) == len(whole)


def test_modified_after(client: Client, three: list[Initiative], now: datetime) -> None:
    Initiative.objects.filter(pk=three[1].pk).update(modified_at=now)
    moment = (now - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    page = client.get(f"/api/hsds/services?modified_after={moment}").json()
    assert [row["name"] for row in page["contents"]] == ["Nr 1"]
    lines = client.get(f"/api/hsds/services.ndjson?modified_after={moment}").content.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Nr 1"]
    there = crawl(client, "service_at_locations", 200, f"&modified_after={moment}")
    assert [row["service_id"] for row in there] == [page["contents"][0]["id"]]


def test_ndjson_and_csv(client: Client, three: list[Initiative]) -> None:
    Initiative.objects.filter(pk=three[0].pk).update(summary="=HYPERLINK(1)")
    lines = client.get("/api/hsds/services?format=ndjson").content.decode().splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Nr 0", "Nr 1", "Nr 2"]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/hsds/services.csv").content.decode())))
    assert rows[0]["description"] == "'=HYPERLINK(1)"
    whole = client.get("/api/hsds/services.ndjson").content.decode().splitlines()
    assert [json.loads(line)["name"] for line in whole] == ["Nr 0", "Nr 1", "Nr 2"]
    assert [row["areas"] for row in rows] == ["Vejle"] * 3


def test_every_origin_may_read_and_nobody_may_write(
    client: Client, three: list[Initiative]
) -> None:
    assert client.get("/api/hsds/")["Access-Control-Allow-Origin"] == "*"
    for act in (client.post, client.put, client.delete, client.patch):
        assert act("/api/hsds/services").status_code == 405
    assert client.head("/api/hsds/services").status_code == 200
    asked = client.options("/api/hsds/services")
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "*")
    missing = client.get("/api/hsds/services/x")
    assert (missing.status_code, missing["Access-Control-Allow-Origin"]) == (404, "*")
    assert missing.json()["error"].endswith("identifier.")
    assert client.get("/api/openapi.json").json()["paths"]


REFUSED = (
    "page=0",
    "page=-1",
    "page=x",
    "page=1000000000",
    f"page={'9' * 4000}",
    "per_page=0",
    "per_page=-1",
    "per_page=1000000000",
    "per_page=NaN",
    "per_page=1.5",
    "modified_after=igår",
    "modified_after=2026-13-45T99:99:99Z",
    "modified_after=",
    "format=xml",
    "minimal=måske",
    f"search={'x' * 300}",
)
STRANGE = (
    "modified_after=0001-01-01T00:00:00Z",
    "modified_after=0001-01-01T00:00:00",
    "modified_after=9999-12-31T23:59:59-14:00",
    "modified_after=2026-03-29T02:30:00",
    "modified_after=0",
    "page=1000000",
    "search=%00",
    "search=%F0%9F%92%A9%20%27%22%3B--",
    "search=%FF%FE",
    "taxonomy_term_id=%00&organization_id=%27",
    "search=sejle&page=1000000",
    "format=ndjson&page=999",
)


def test_bad_parameters_are_refused_with_a_sentence(
    client: Client, three: list[Initiative]
) -> None:
    for query in REFUSED:
        answer = client.get(f"/api/hsds/services?{query}")
        assert answer.status_code == 400, query
        name = query.split("=")[0]
        assert f"The parameter {name} " in answer.json()["error"], query
        assert answer.json()["error"].endswith("."), query
        assert len(answer.json()["error"]) < 300
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_strange_parameters_are_answered(client: Client, three: list[Initiative]) -> None:
    for query in STRANGE:
        assert client.get(f"/api/hsds/services?{query}").status_code == 200, query


def test_what_is_not_public_is_not_open(client: Client, three: list[Initiative]) -> None:
    Initiative.objects.filter(pk=three[0].pk).update(listing="waiting")
    Fact.objects.create(
        initiative=three[1], key="funding", value={"source": "Privat fond"}, private=True
    )
    answers = [
        client.get(f"/api/hsds/{name}").content.decode()
        for name in (*LISTS, "services.csv", "services.ndjson")
    ]
    assert not any("Nr 0" in answer or "Privat fond" in answer for answer in answers)


def test_filters_by_term_and_organisation(client: Client, three: list[Initiative]) -> None:
    term = client.get("/api/hsds/taxonomy_terms").json()["contents"][0]["id"]
    assert client.get(f"/api/hsds/services?taxonomy_term_id={term}").json()["total_items"] == 3
    assert client.get("/api/hsds/services?taxonomy_term_id=x").json()["total_items"] == 0
    assert client.get("/api/hsds/services?organization_id=x").json()["total_items"] == 0


def test_regions_are_called_what_they_are_called_that_day(
    client: Client, places: None, at: Callable[[datetime], None]
) -> None:
    entry = InitiativeFactory(slug="hele-sjaelland", facts={"status": "running", "until": "2026"})
    entry.regions.set([Region.objects.get(slug="sjaelland")])
    told = []
    for hour in (22, 23):
        at(datetime(2026, 12, 31, hour, 30, tzinfo=UTC))
        (row,) = client.get("/api/hsds/services").json()["contents"]
        page = client.get("/find/hele-sjaelland/").content.decode()
        (line,) = csv.DictReader(io.StringIO(client.get("/api/hsds/services.csv").content.decode()))
        name = row["service_areas"][0]["name"]
        assert f'"name": "{name}"' in page
        assert line["areas"] == name
        told.append((name, row["status"]))
    assert told == [("Region Sjælland", "active"), ("Region Østdanmark", "inactive")]
