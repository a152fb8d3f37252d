"""A made-up documentation kit: one that is counted, and one that people are answering now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.models import Kit
from peervej.apps.documentation.operations import close_kit, open_kit, take_sheet
from peervej.apps.places.models import Site
from peervej.cli.demo_data.chance import Chance, spread_score
from peervej.data.instruments import load_instrument

INSTRUMENT = "demo-hope"
PLACE = "Åben café (eksempel)"
RELIABILITY = {INSTRUMENT: (0.85, "et opdigtet tal til demonstrationen")}
FIRST_SCORE, SPREAD, LIFT, WANDERING = 10.0, 3.6, 3.2, 2.6


@dataclass
class Kits:
    """Two kits at a site, told through the same operations the pages use."""

    site: Site
    actor: str
    seed: str
    now: datetime

    def build(self) -> None:
        """One that ended a week ago, and one with three weeks behind it."""
        counted = self.open(weeks_ago=15, runs=14)
        self.answer(counted, people=26, returning=22)
        close_kit(counted, actor=self.actor, now=self.now - timedelta(days=6))
        going_on = self.open(weeks_ago=3, runs=12)
        self.answer(going_on, people=7, returning=0)

    def open(self, *, weeks_ago: int, runs: int) -> Kit:
        at = self.now - timedelta(weeks=weeks_ago)
        return open_kit(
            self.site,
            place_name=PLACE,
            asking=Asking.LINKED,
            instruments=[INSTRUMENT],
            closes_on=at.date() + timedelta(weeks=runs),
            reliability=RELIABILITY,
            actor=self.actor,
            now=at,
        )

    def answer(self, kit: Kit, *, people: int, returning: int) -> None:
        chance = Chance(self.seed, f"kit-{kit.opens_on}")
        for number in range(people):
            score = chance.gauss(FIRST_SCORE, SPREAD)
            on = kit.made_at + timedelta(days=number % 14)
            self.fill_in(kit, chance, score, number, on, is_later=False)
            if number < returning:
                later = score + chance.gauss(LIFT, WANDERING)
                on = kit.made_at + timedelta(weeks=10, days=number % 12)
                self.fill_in(kit, chance, later, number, on, is_later=True)

    def fill_in(
        self, kit: Kit, chance: Chance, score: float, number: int, on: datetime, *, is_later: bool
    ) -> None:
        items = load_instrument(INSTRUMENT).items
        most = items[0].ceiling
        total = min(max(round(score), 0), most * len(items))
        values = spread_score(total, len(items), most, chance)
        take_sheet(
            kit,
            {INSTRUMENT: dict(zip([item.id for item in items], values, strict=True))},
            ticket=f"{chance.getrandbits(128):032x}",
            is_later=is_later,
            code=f"KODE {number}",
            now=on,
        )
