"""Figures per site: all of them for the coordinator, without small counts for the others."""

import csv
import io
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, access_of, allow
from peervej.apps.places.models import Site
from peervej.apps.programmes.queries import local_day
from peervej.apps.programmes.queries.figures import Line
from peervej.apps.programmes.queries.figures import site_figures as count_site
from peervej.apps.reporting.figures_pdf import write_figures
from peervej.apps.reporting.queries.figures import (
    FigureTable,
    count_by_quarter,
    count_by_site,
    drop_out_share,
    hide_small,
    last_whole_quarter,
    volunteer_lines,
    volunteers_of,
)

FIRST_YEAR = 2000


@allow(Role.COORDINATOR)
@require_safe
def site_figures(request: HttpRequest) -> HttpResponse:
    """The coordinator's own site, quarter by quarter, up to now."""
    site = access_of(request).site(Role.COORDINATOR)
    today = _today(request)
    year = _year(request, today)
    tables = count_by_quarter(site, year, None)
    # Where people heard of it and drop-out stand quarter by quarter below.
    lines = [
        line
        for line in count_site(site, date(year, 1, 1), min(today, date(year, 12, 31))).lines
        if not line.key.startswith(("heard_", "dropout"))
    ]
    lines += volunteer_lines(site, date(year, 1, 1), min(today, date(year, 12, 31)))
    return _answer(request, tables, [site], year, today, today=today, lines=lines)


@allow(Role.NATIONAL, Role.MUNICIPAL)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All sites for the national coordinator, the own site for a partner.

    Whole quarters only, so that nobody sees a count grow by one person.
    """
    access = access_of(request)
    today = _today(request)
    until = last_whole_quarter(today)
    year = _year(request, until)
    if Role.NATIONAL in access.roles:
        sites = access.sites(Role.NATIONAL)
        shown = [hide_small(table) for table in count_by_site(sites, year, until)]
    else:
        sites = [_own_site(request, access.sites(Role.MUNICIPAL))]
        is_over = until >= date(year, 12, 31)
        tables = count_by_quarter(sites[0], year, until)
        shown = [hide_small(table, complete=is_over) for table in tables]
    return _answer(request, shown, sites, year, until, today=today)


def _own_site(request: HttpRequest, sites: list[Site]) -> Site:
    wanted = request.GET.get("sted", "")
    if not wanted and sites:
        return sites[0]
    for site in sites:
        if site.slug == wanted:
            return site
    raise Http404("no such site")


def _today(request: HttpRequest) -> date:
    return local_day(request.now)  # type: ignore[attr-defined]


def _year(request: HttpRequest, newest: date) -> int:
    wanted = request.GET.get("aar", "")
    if not wanted:
        return newest.year
    if not (wanted.isascii() and wanted.isdigit() and FIRST_YEAR <= int(wanted) <= newest.year):
        raise Http404("no such year")
    return int(wanted)


def _answer(
    request: HttpRequest,
    tables: list[FigureTable],
    sites: list[Site],
    year: int,
    until: date,
    *,
    today: date,
    lines: list[Line] | None = None,
) -> HttpResponse:
    """`lines` are the year in short, which only those who may see small counts are given."""
    if request.GET.get("format") == "csv":
        return _as_csv(tables, sites, year, until, lines or [])
    heading = sites[0].name if len(sites) == 1 else _("All sites")
    last = min(until, date(year, 12, 31))
    if request.GET.get("format") == "pdf":
        pdf = write_figures(
            heading, tables, year=year, until=last, lines=lines or [], is_hidden=lines is None
        )
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{_file_name(sites, year)}.pdf"'
        return answer
    oldest = min([site.since.year for site in sites if site.since] or [year])
    context: dict[str, Any] = {
        "tables": tables,
        "share": next((drop_out_share(t) for t in tables if t.kind.code == "endings"), None),
        "volunteers": volunteers_of(sites, is_hidden=lines is None),
        "sites": sites,
        "heading": heading,
        "year": year,
        "years": range(until.year, min(oldest, year) - 1, -1),
        "until": last,
        "today": today,
        "lines": lines,
        "is_hidden": lines is None,
    }
    return render(request, "reporting/figures.html", context)


def _as_csv(
    tables: list[FigureTable], sites: list[Site], year: int, until: date, lines: list[Line]
) -> HttpResponse:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [_("Figure"), _("Row"), _("Column"), _("Count"), _("Counted until"), _("Definition")]
    )
    for line in lines:
        value = f"{line.part}/{line.whole}" if line.whole is not None else line.value
        writer.writerow(
            [_("The year in short"), line.label, _("All"), "" if value is None else value,
             until.isoformat(), line.definition]
        )  # fmt: skip
    for table in tables:
        for label, counts, total in table.lines:
            for column, count in zip((*table.columns, _("All")), (*counts, total), strict=True):
                shown = "" if count is None else count
                writer.writerow(
                    [table.kind.title, label, column, shown, until.isoformat(),
                     table.kind.definition]
                )  # fmt: skip
    # Danish Excel reads UTF-8 only with this mark.
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(sites, year)}.csv"'
    return answer


def _file_name(sites: list[Site], year: int) -> str:
    return f"tal-{sites[0].slug if len(sites) == 1 else 'alle'}-{year}"
