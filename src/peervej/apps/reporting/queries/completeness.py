"""Whether the questions come in: counts of forms and skipped items, never an answer."""

from dataclasses import dataclass
from datetime import date

from peervej.apps.measures.models import Answer, Assessment, AssessmentState, Occasion
from peervej.apps.trial.models import Trial

UNFINISHED = (AssessmentState.OPEN, AssessmentState.BEGUN)


@dataclass(frozen=True)
class Completeness:
    """One occasion at one site; `overdue` are open past their window or soon closing unbegun."""

    site: str
    occasion: str
    issued: int
    answered: int
    open_now: int
    closing_soon: int
    overdue: int
    closed: int
    withdrawn: int


@dataclass(frozen=True)
class Skipped:
    """How often an occasion's items were skipped, over everyone who answered."""

    occasion: str
    answers: int
    skipped: int

    @property
    def share(self) -> float:
        return self.skipped / self.answers if self.answers else 0.0


def completeness_of(trial: Trial, day: date, *, soon_days: int = 7) -> list[Completeness]:
    """Per occasion and site; both arms together, so that nothing is given away."""
    sites = dict(trial.participations.values_list("key", "site__name"))
    rows: dict[tuple[str, str], list[tuple[str, date, date]]] = {}
    found = Assessment.objects.filter(study=trial.code)
    for respondent, occasion, state, opens_on, closes_on in found.values_list(
        "respondent", "occasion", "state", "opens_on", "closes_on"
    ):
        key = (occasion, sites.get(respondent, "–"))
        rows.setdefault(key, []).append((state, opens_on, closes_on))
    order = {Occasion.BASELINE.value: 0, Occasion.FOLLOW_UP.value: 1}
    return [
        _count(site, occasion, rows[occasion, site], day, soon_days)
        for occasion, site in sorted(rows, key=lambda key: (order.get(key[0], 2), key[1]))
    ]


def _count(
    site: str, occasion: str, rows: list[tuple[str, date, date]], day: date, soon: int
) -> Completeness:
    waiting = [(o, c) for state, o, c in rows if state in UNFINISHED and o <= day]
    states = [state for state, _o, _c in rows]
    return Completeness(
        site=site,
        occasion=occasion,
        issued=len(rows),
        answered=states.count(AssessmentState.ANSWERED),
        open_now=sum(day <= closes for _o, closes in waiting),
        closing_soon=sum(0 <= (closes - day).days <= soon for _o, closes in waiting),
        overdue=sum(closes < day for _o, closes in waiting),
        closed=states.count(AssessmentState.CLOSED),
        withdrawn=states.count(AssessmentState.WITHDRAWN),
    )


def skipped_items(trial: Trial) -> list[Skipped]:
    """Items left open on purpose, as counts."""
    found = []
    for occasion in (Occasion.BASELINE, Occasion.FOLLOW_UP):
        rows = Answer.objects.filter(
            assessment__study=trial.code,
            assessment__occasion=occasion,
            assessment__state=AssessmentState.ANSWERED,
        )
        found.append(Skipped(occasion, rows.count(), rows.filter(value=None).count()))
    return found
