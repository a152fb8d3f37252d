"""`peervej demo`: fill an empty database with a made-up programme and trial."""

import json
import sys
import time
from datetime import date
from typing import Annotated

import typer

from peervej.cli.django_setup import start_django


def demo(
    stage: Annotated[str, typer.Option(help="intro, running, followup or closed.")] = "running",
    seed: Annotated[str, typer.Option(help="The same seed makes the same people.")] = "hverdagen",
    anchor: Annotated[str, typer.Option(help="The day it is, as YYYY-MM-DD.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Build a demonstration through the same operations the pages use."""
    day = _read_day(anchor)
    start_django(demo=True)
    from peervej.cli.demo_data.fingerprint import fingerprint
    from peervej.cli.demo_data.rounds import Stage
    from peervej.cli.demo_data.stages import NotEmpty, build
    from peervej.config.startup import prepare_database
    from peervej.methods.errors import UnusableInput

    if stage not in list(Stage):
        raise UnusableInput(f"There is no stage {stage!r}; choose one of {', '.join(Stage)}.")
    began = time.perf_counter()
    prepare_database()
    try:
        built = build(Stage(stage), seed=seed, anchor=day)
    except NotEmpty as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    seconds = round(time.perf_counter() - began, 1)
    result = built | {"seconds": seconds, "sha256": fingerprint()}
    if as_json:
        print(json.dumps(result))
    else:
        print(f"Built in {seconds} s: {built['people']} made-up people. {result['sha256']}")


def _read_day(text: str) -> date | None:
    from peervej.methods.errors import UnusableInput

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnusableInput(f"{text!r} is not a date; write it as 2026-11-21.") from error
