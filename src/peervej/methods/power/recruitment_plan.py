"""The part of a plan that says how people are expected to come."""

from dataclasses import dataclass

from peervej.methods.analysis.plan_fields import PlanSection, UnusablePlan, parse_toml
from peervej.methods.power.recruitment import Forecast, SiteRate, forecast_recruitment


@dataclass(frozen=True, slots=True)
class RecruitmentPlan:
    """Sites with their rates; ``target`` None for the people that the power asks for."""

    sites: tuple[SiteRate, ...]
    weeks: int = 52
    recruited: int = 0
    target: int | None = None

    def forecast(self, needed: int) -> Forecast:
        """The forecast against the target, or against the people needed.

        Raises UnusableForecast.
        """
        target = needed if self.target is None else self.target
        return forecast_recruitment(
            self.sites, target=target, weeks=self.weeks, recruited=self.recruited
        )


def read_recruitment_plan(text: str) -> RecruitmentPlan | None:
    """Read [recruitment] and [[recruitment.site]]; None where the plan has none.

    Raises UnusablePlan.
    """
    root = PlanSection(parse_toml(text), "")
    if not root.has("recruitment"):
        return None
    section = root.section("recruitment")
    sites = tuple(_site(one) for one in section.sections("site"))
    plan = RecruitmentPlan(
        sites,
        weeks=section.whole("weeks", 52),
        recruited=section.whole("recruited", 0),
        target=section.whole("target", 0) or None,
    )
    section.refuse_unknown()
    if len({site.name for site in sites}) < len(sites):
        raise UnusablePlan("Two sites of [recruitment] have the same name; give each its own.")
    return plan


def _site(section: PlanSection) -> SiteRate:
    site = SiteRate(
        name=section.text("name"),
        per_week=section.number("per_week"),
        opens_week=section.whole("opens_week", 0),
        weeks_known=section.number("weeks_known", 8.0),
    )
    section.refuse_unknown()
    return site
