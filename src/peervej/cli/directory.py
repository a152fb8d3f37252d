"""`peervej search`, and what `peervej mapping load` and `mapping publish` do with Django."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from peervej.cli.django_setup import start_django
from peervej.cli.files import read_file
from peervej.methods.errors import UnusableInput


class UnknownFilter(UnusableInput):
    """A filter names something that does not exist."""


def search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    region: Annotated[str, typer.Option(help="Region, as in its address: syddanmark.")] = "",
    municipality: Annotated[
        str, typer.Option(help="Municipality, by name, code or as in its address.")
    ] = "",
    target_group: Annotated[str, typer.Option(help="Target group: mental-difficulties ...")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
) -> None:
    """Search the directory of this installation."""
    start_django()
    found = find_entries(text, region, municipality, target_group, limit)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    if found["did_you_mean"]:
        print(f"Did you mean: {found['did_you_mean']}")
    for row in found["results"]:
        print(f"{row['score']:8.3f}  {row['name']}  ({row['municipality'] or 'Denmark'})")
    print(f"{found['count']} found")


def find_entries(
    text: str, region: str, municipality: str, target_group: str, limit: int
) -> dict[str, Any]:
    """The JSON document of `peervej search`."""
    from peervej.apps.audit.clock import current_time
    from peervej.apps.directory.queries import search_entries
    from peervej.apps.directory.queries.listing import load_hits

    result = search_entries(
        text,
        region=_region(region),
        municipality=_municipality(municipality),
        target_group=_target_group(target_group),
        now=current_time(),
    )
    hits = [*result.hits, *result.wider][:limit]
    scores = {hit.key: hit.score for hit in hits}
    return {
        "query": text,
        "count": result.count,
        "did_you_mean": result.did_you_mean,
        "results": [
            {
                "id": entry.slug,
                "name": entry.name,
                "municipality": ", ".join(place.name for place in entry.municipalities.all()),
                "score": scores[entry.pk],
            }
            for entry in load_hits(hits)
        ],
    }


def _region(given: str) -> str:
    from peervej.apps.places.models import Region

    wanted = given.strip().lower()
    for region in Region.objects.all():
        if wanted in {region.slug, region.name.lower(), region.name.lower()[7:], region.code}:
            return region.slug
    if given:
        known = ", ".join(Region.objects.values_list("slug", flat=True))
        raise UnknownFilter(f"There is no region '{given}'; choose one of {known}.")
    return ""


def _municipality(given: str) -> str:
    from peervej.apps.places.models import Municipality

    wanted = given.strip().lower().removesuffix(" kommune")
    for place in Municipality.objects.all():
        if wanted in {place.slug, place.name.lower(), place.code}:
            return place.slug
    if given:
        raise UnknownFilter(
            f"There is no municipality '{given}'; write its name or four-digit code."
        )
    return ""


def _target_group(given: str) -> str:
    from peervej.apps.directory.enums import TargetGroup

    if given and given not in TargetGroup.values:
        known = ", ".join(TargetGroup.values)
        raise UnknownFilter(f"There is no target group '{given}'; choose one of {known}.")
    return given


def publish(
    out: Annotated[Path, typer.Option(help="Where to: a .pdf, .docx, .csv or .json file.")],
) -> None:
    """Publish the mapping as it stands today."""
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.directory.publishing import publish_mapping

    content = publish_mapping(out.suffix.lower().lstrip("."), now=current_time())
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UnusableInput(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{out}: {len(content)} bytes")


def load(
    file: Annotated[Path, typer.Argument(help="A mapping document: text, .docx or .pdf.")],
    title: Annotated[
        str, typer.Option(help="What the source is called; else the file's name.")
    ] = "",
    dated: Annotated[str, typer.Option(help="When it was written: 2014, 2014-09 ...")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Turn the entries of a mapping document into drafts for the editor."""
    from peervej.methods.mapping import read_mapping

    mapping = read_mapping(read_file(file), filename=file.name)
    start_django()
    from peervej.apps.audit.clock import current_time
    from peervej.apps.directory.operations.mapping import load_mapping

    counts = load_mapping(
        mapping, title=title or file.stem, dated=dated, actor="command", now=current_time()
    )
    if as_json:
        print(json.dumps(counts))
        return
    print(
        f"{counts['drafts']} drafts, {counts['doubtful']} that look like another entry,"
        f" {counts['unchanged']} unchanged, {counts['busy']} being written in,"
        f" {counts['left_out']} left out"
    )
