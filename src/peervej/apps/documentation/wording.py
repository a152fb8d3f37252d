"""The page of figures in words a council member understands; nothing is claimed beyond them."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peervej.apps.design.numbers import write_number
from peervej.apps.documentation.drawing import Mark, draw_scale
from peervej.apps.documentation.models import Kit
from peervej.data.instruments import load_instrument
from peervej.methods.instruments import Direction, Instrument

FEW = 30
LEFT_OUT = "–"


@dataclass(frozen=True)
class Part:
    """What is said of one questionnaire."""

    title: str
    verdict: str
    sentences: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]
    count_note: str
    figure: str
    figure_text: str
    warning: str


@dataclass(frozen=True)
class Page:
    """The whole page."""

    title: str
    period: str
    lead: str
    parts: tuple[Part, ...]
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    kept: str


def say_page(kit: Kit) -> Page:
    """The figures of a closed kit, said."""
    figures: dict[str, Any] = kit.figures or {"basis": "none", "fewest": 5, "instruments": []}
    basis = figures["basis"]
    return Page(
        title=_("How did people say they were?"),
        period=_("%(place)s, %(first)s to %(last)s")
        % {
            "place": kit.place_name,
            "first": date_format(kit.opens_on, "DATE_FORMAT"),
            "last": date_format(kit.closes_on, "DATE_FORMAT"),
        },
        lead=_lead(basis, figures),
        parts=tuple(_part(row, basis) for row in figures["instruments"]),
        can=tuple(_can(basis)),
        cannot=tuple(_cannot(basis, figures)),
        kept=_(
            "Nobody gave a name. When the period was over, the figures were counted once, and"
            " every answer was erased."
        ),
    )


def _lead(basis: str, figures: dict[str, Any]) -> str:
    if basis == "none":
        return _(
            "Too few have answered for figures to be shown. It takes at least %(fewest)s, so"
            " that nobody can be recognised."
        ) % {"fewest": figures["fewest"]}
    if basis == "alike":
        return _(
            "Everybody answered so alike that a figure would say what each of them answered."
            " So none is shown."
        )
    first, later = figures["instruments"][0]["first"], figures["instruments"][0]["later"]
    if basis == "once":
        return _("%(n)s people answered.") % {"n": first["n"]}
    if basis == "linked":
        return _("%(n)s people answered both first and later.") % {"n": first["n"]}
    return _(
        "%(first)s answered first, and %(later)s answered later. We cannot tell whether they"
        " are the same people."
    ) % {"first": first["n"], "later": later["n"]}


def _part(row: dict[str, Any], basis: str) -> Part:
    instrument = load_instrument(row["id"])
    language = "en" if (get_language() or "da").startswith("en") else "da"
    about = instrument.construct.get(language, instrument.construct.get("da", instrument.name))
    low, high = float(instrument.scoring.minimum or 0), float(instrument.scoring.maximum or 0)
    marks = (
        [_mark(_("First"), row["first"])] if basis != "once" else [_mark(_("Now"), row["first"])]
    )
    if row["later"]:
        marks.append(_mark(_("Later"), row["later"]))
    sentences = _scale(row, instrument, low, high)
    said = " ".join(f"{mark.label}: {mark.text}." for mark in marks)
    return Part(
        title=about[:1].upper() + about[1:],
        verdict=_verdict(row, instrument, basis) if row["change"] else "",
        sentences=tuple(sentences),
        counts=_counts(row),
        count_note=_count_note(row, basis),
        figure=draw_scale(marks, low, high, said) if high > low else "",
        figure_text=said,
        warning=""
        if instrument.validated
        else _(
            "These questions are a demonstration and have never been tested. Use the figures to"
            " see how the page works, and for nothing else."
        ),
    )


def _mark(label: str, mean: dict[str, Any]) -> Mark:
    text = _("%(mean)s (probably between %(low)s and %(high)s)") % {
        name: write_number(mean[name]) for name in ("mean", "low", "high")
    }
    return Mark(label, mean["mean"], mean["low"], mean["high"], text)


def _scale(row: dict[str, Any], instrument: Instrument, low: float, high: float) -> list[str]:
    higher = (
        _("a higher number is better")
        if instrument.direction is Direction.HIGHER_BETTER
        else _("a lower number is better")
    )
    words = {
        "name": instrument.name,
        "low": write_number(low, 0),
        "high": write_number(high, 0),
        "higher": higher,
        "first": write_number(row["first"]["mean"]),
    }
    if not row["change"]:
        return [
            _("The mean is %(first)s on %(name)s, which goes from %(low)s to %(high)s; %(higher)s.")
            % words
        ]
    words["later"] = write_number(row["later"]["mean"])
    return [
        _(
            "On average it went from %(first)s to %(later)s on %(name)s. It goes from %(low)s to"
            " %(high)s, and %(higher)s."
        )
        % words
    ]


def _verdict(row: dict[str, Any], instrument: Instrument, basis: str) -> str:
    sign = 1 if instrument.direction is Direction.HIGHER_BETTER else -1
    ends = sorted((sign * row["change"]["low"], sign * row["change"]["high"]))
    said = {
        "points": _say_change(sign * row["change"]["points"]),
        "low": _say_change(ends[0]),
        "high": _say_change(ends[1]),
    }
    if ends[0] > 0:
        start = (
            _("They say they are better than at first, by more than chance often gives.")
            if basis == "linked"
            else _("Those who answered later say they are better, by more than chance often gives.")
        )
    elif ends[1] < 0:
        start = (
            _("They say they are worse than at first, by more than chance often gives.")
            if basis == "linked"
            else _("Those who answered later say they are worse, by more than chance often gives.")
        )
    else:
        start = _("It cannot be seen whether they are better or worse. It may be chance.")
    rest = _("On average %(points)s. The true change is probably between %(low)s and %(high)s.")
    return f"{start} {rest % said}"


def _say_change(points: float) -> str:
    """A change in the direction of better."""
    shown = write_number(abs(points))
    if round(points, 1) == 0:
        return _("no change")
    words = _("%(points)s points better") if points > 0 else _("%(points)s points worse")
    return words % {"points": shown}


def _counts(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if not row["counts"]:
        return ()
    labels = {
        "better": _("Better"),
        "not_better": _("Not better: the same or worse"),
        "same": _("About the same"),
        "not_worse": _("Not worse: the same or better"),
        "worse": _("Worse"),
    }
    return tuple(
        (labels[name], LEFT_OUT if number is None else str(number))
        for name, number in row["counts"].items()
    )


def _count_note(row: dict[str, Any], basis: str) -> str:
    threshold = row["threshold"]
    if basis != "linked":
        return ""
    if threshold is None:
        return _(
            "How many got better cannot be counted: nobody has told how large a change must be"
            " on these questions."
        )
    words = {"points": write_number(threshold["points"]), "source": threshold["source"]}
    if threshold["kind"] == "important_difference":
        note = _(
            "Counted as better or worse: %(points)s points or more, a difference a person can"
            " feel. Source: %(source)s."
        )
    else:
        words |= {
            "reliability": write_number(threshold["reliability"], 2),
            "spread": write_number(threshold["spread"]),
        }
        note = _(
            "Counted as better or worse: more than %(points)s points, which is more than the"
            " uncertainty of the questions (Jacobson and Truax). Reliability %(reliability)s,"
            " source: %(source)s. Spread of the first answers: %(spread)s."
        )
    if row["counts"] and None in row["counts"].values():
        return f"{note % words} {_('A dash stands where the numbers are too small to show.')}"
    return note % words


def _can(basis: str) -> list[str]:
    if basis == "none":
        return [_("That people have been asked, and that too few have answered so far.")]
    if basis == "alike":
        return [_("That people have been asked, and that enough have answered.")]
    if basis == "once":
        return [_("How those who answered say they are right now.")]
    if basis == "rounds":
        return [_("How those who answered said they were, first and later.")]
    return [
        _("How those who answered both times say they are now, compared with the first time."),
        _("Whether the change is larger than chance often gives."),
    ]


def _cannot(basis: str, figures: dict[str, Any]) -> list[str]:
    said = []
    if basis in ("linked", "rounds"):
        said += [
            _(
                "That it is because of the place. There is nobody to compare with, so we do not"
                " know how it would have gone without it."
            ),
            _("Many come when it is hardest, and then it often gets better by itself."),
        ]
    else:
        said.append(_("Whether the place helps. For that, people must be asked more than once."))
    if basis == "rounds":
        said.append(_("Whether each person is better. It may be other people who answered later."))
    said.append(_("How it went for those who did not answer, or who no longer come."))
    rows = figures["instruments"]
    if (
        rows
        and min(side["n"] for row in rows for side in (row["first"], row["later"]) if side) < FEW
    ):
        said.append(_("Much about the exact number. With few answers one person moves it a lot."))
    return said
