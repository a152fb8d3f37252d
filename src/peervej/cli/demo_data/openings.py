"""An open house in one town: hosts on duty, and how many came. Made up like everything here."""

from datetime import date, time, timedelta

from peervej.apps.occasions.operations import (
    begin_programme,
    count_occasion,
    plan_occasions,
    put_on_duty,
)
from peervej.apps.places.models import Site
from peervej.apps.volunteers.models import Volunteer
from peervej.cli.demo_data.chance import Chance
from peervej.cli.demo_data.story import moment

HOUSE = "aabent-hus"
WEEKS_BEFORE, WEEKS_AHEAD = 6, 4
ACTOR = "demonstration"


def open_house(site: Site, hosts: list[Volunteer], day: date, seed: str) -> None:
    """Six Tuesdays held and counted, four to come, the second of them short of a host."""
    chance = Chance(seed, "open house")
    first = day - timedelta(days=(day.weekday() - 1) % 7 or 7) - timedelta(weeks=WEEKS_BEFORE - 1)
    begun = moment(first - timedelta(days=14), time(9))
    run = begin_programme(site, HOUSE, actor=ACTOR, now=begun)
    occasions = plan_occasions(
        run,
        starts_at=moment(first, time(13)),
        ends_at=moment(first, time(16)),
        place=site.address,
        weeks=WEEKS_BEFORE + WEEKS_AHEAD,
        actor=ACTOR,
        now=begun,
    )
    for number, occasion in enumerate(occasions):
        short = number == WEEKS_BEFORE + 1
        for host in hosts[: 1 if short else 2]:
            put_on_duty(occasion, host, "host", actor=ACTOR, now=begun)
        if number < WEEKS_BEFORE:
            came = {"alle": chance.randint(4, 15)}
            after = occasion.ends_at + timedelta(hours=1)
            count_occasion(occasion, came, actor=ACTOR, now=after)
