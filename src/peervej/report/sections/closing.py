"""Harms, deviations, method, checklist and appendix."""

import hashlib
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

import numpy as np

from peervej import __version__
from peervej.methods.analysis import AnalysisRefused, DfMethod, ModelKind
from peervej.report.consort import ITEMS
from peervej.report.document import Block, Items, Paragraph, Rows
from peervej.report.notes import Deviation, Notes
from peervej.report.writer import Writer

LIBRARIES = ("numpy", "scipy", "typst")


@dataclass(frozen=True)
class Provenance:
    """The bytes a result was made of, so that the appendix can name them by hash."""

    data: bytes
    plan: bytes
    notes: bytes | None = None
    sealed: bytes | None = None
    ledger: bytes | None = None


def harms_section(writer: Writer, notes: Notes, known: Sequence[Block] = ()) -> list[Block]:
    """Harms by arm as drawn from the plan's columns, what is known beside, the authors' words."""
    words = writer.words["harms"]
    blocks: list[Block] = [writer.heading("harms")]
    rows = [_harm_row(writer, column) for column in writer.plan.harms]
    if rows:
        columns = (words["what"], writer.arm_name("intervention"), writer.arm_name("control"))
        blocks.append(Rows(words["caption"], columns, tuple(rows), frozenset({1, 2})))
        blocks.append(Paragraph(words["note"], is_note=True))
    blocks += known
    if notes.harms:
        blocks.append(Paragraph(notes.harms))
    if len(blocks) == 1:
        blocks.append(Paragraph(words["unknown"]))
    return blocks


def _harm_row(writer: Writer, column: str) -> tuple[str, ...]:
    words = writer.words["harms"]
    try:
        values = writer.table.numbers(column)
    except AnalysisRefused as refusal:
        return (writer.label(column), writer.refusal(refusal.code, str(refusal)), "–")
    cells = []
    for _name, mask in writer.people():
        known = values[mask & ~np.isnan(values)]
        events = writer.number(float(known.sum()), 0)
        cells.append(
            words["cell"].format(people=int((known > 0).sum()), n=known.size, events=events)
        )
    return (writer.label(column), *cells)


def deviations_section(writer: Writer, known: Sequence[Deviation]) -> list[Block]:
    """What was done otherwise than sealed, and what the engine remarked."""
    words = writer.words["deviations"]
    found = [f"{one.what} {one.why}" for one in known]
    found += [words[name] for name in _differences(writer)]
    blocks: list[Block] = [writer.heading("deviations")]
    blocks.append(Items(tuple(found)) if found else Paragraph(words["none"]))
    if writer.result.remarks:
        blocks.append(Paragraph(words["remarks"]))
        blocks.append(Items(tuple(writer.remark(one) for one in writer.result.remarks)))
    return blocks


def _differences(writer: Writer) -> list[str]:
    """Which parts of the primary analysis differ from the sealed plan."""
    plan, sealed = writer.plan, writer.sealed
    parts = ("data", "outcome", "model", "alpha", "secondary", "subgroups", "imputation",
             "uptake", "process", "harms")  # fmt: skip
    return [name for name in parts if getattr(plan, name) != getattr(sealed, name)]


def method_section(writer: Writer) -> list[Block]:
    """How it was done, naming only what was used, with its sources."""
    words, plan = writer.words["method"], writer.plan
    variances = words["hetero"] if plan.model.heteroscedastic else words["homo"]
    names = [plan.outcome.baseline, *plan.outcome.covariates, *plan.outcome.factors]
    known = ", ".join(dict.fromkeys(writer.label(name) for name in names if name))
    text = [
        words[str(plan.model.kind)].format(variances=variances),
        words["adjusted"].format(names=known) if known else words["unadjusted"],
        words["itt"],
    ]
    if plan.model.kind is not ModelKind.ANCOVA:
        rule = words[str(plan.model.boundary)]
        text.append(
            words["df"].format(
                name=words[str(plan.model.df)], alpha=writer.number(plan.alpha), rule=rule
            )
        )
    grouped = words["used_imputation_groups"] if writer.result.n_groups else ""
    beside = [words[name].format(groups=grouped) for name in _used(writer) if name in words]
    references = [writer.words["references"][name] for name in _sources(writer)]
    blocks: list[Block] = [writer.heading("method"), Paragraph(" ".join(text))]
    if beside:
        blocks.append(Paragraph(" ".join(beside)))
    return [*blocks, Paragraph(writer.words["references"]["title"]), Items(tuple(references))]


def _used(writer: Writer) -> list[str]:
    found = writer.supplement
    if found is None:
        return []
    named = {
        "used_secondary": bool(found.secondary),
        "used_subgroups": bool(found.subgroups),
        "used_imputation": found.missing is not None,
        "used_compliers": found.compliers is not None,
        "used_process": bool(found.process),
    }
    return [name for name, is_used in named.items() if is_used]


def _sources(writer: Writer) -> list[str]:
    """Names of the references of what was used, the checklist first."""
    plan, used = writer.plan, set(_used(writer))
    lines = {line.name for line in writer.result.sensitivity}
    both = DfMethod.KENWARD_ROGER in lines or plan.model.df is DfMethod.KENWARD_ROGER
    wanted = {
        "consort": True,
        "nested": plan.model.kind is ModelKind.PARTIALLY_NESTED,
        "clda": plan.model.kind is ModelKind.CLDA,
        "mmrm": plan.model.kind is ModelKind.MMRM,
        "reml": plan.model.kind is not ModelKind.ANCOVA,
        "satterthwaite": plan.model.kind is not ModelKind.ANCOVA,
        "kenward_roger": both and plan.model.kind is not ModelKind.ANCOVA,
        "cr2": "cr2" in lines,
        "holm": "used_secondary" in used,
        "fai": "used_subgroups" in used,
        "rubin": "used_imputation" in used,
        "jump": "used_imputation" in used,
        "anderson": "used_compliers" in used,
    }
    return [name for name, is_used in wanted.items() if is_used]


def checklist_section(writer: Writer, notes: Notes, present: frozenset[str]) -> list[Block]:
    """CONSORT 2025 with where each item stands in this report; ``present`` are its sections."""
    words, headings = writer.words["checklist"], writer.words["heading"]
    in_danish = writer.language == "da"
    rows = []
    for number, danish, english, anchor in ITEMS:
        place = headings[anchor] if anchor in present else words["by_authors"]
        said = notes.consort.get(number)
        if said:
            place = said if anchor not in present else f"{place}. {said}"
        rows.append((number, danish if in_danish else english, place))
    columns = (words["number"], words["item"], words["where"])
    return [
        writer.heading("checklist"),
        Paragraph(words["note"], is_note=True),
        Rows(words["caption"], columns, tuple(rows)),
    ]


def appendix_section(
    writer: Writer, provenance: Provenance, head: str | None = None
) -> list[Block]:
    """What the figures were made of, and the command that makes them again."""
    words = writer.words["appendix"]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    imputation = writer.plan.imputation
    seed = words["no_seed"]
    if imputation is not None:
        seed = words["seed_of"].format(seed=imputation.seed, number=imputation.number)
    rows = [(words["data"], _hash(provenance.data)), (words["plan"], _hash(provenance.plan))]
    for key, content in (
        ("sealed", provenance.sealed),
        ("ledger", provenance.ledger),
        ("notes", provenance.notes),
    ):
        if content is not None:
            rows.append((words[key], _hash(content)))
    if head is not None:
        rows.append((words["head"], head))
    rows += [
        (words["rows"], str(len(writer.table))),
        (words["version"], __version__),
        (words["code"], _hash_of_code()),
        (words["libraries"], f"Python {platform.python_version()}, {libraries}"),
        (words["seed"], seed),
        (words["log_reml"], writer.number(writer.result.log_reml, 6)),
        (words["command"], _command(provenance)),
    ]
    columns = (words["item"], words["value"])
    return [
        writer.heading("appendix"),
        Paragraph(words["note"], is_note=True),
        Rows(words["caption"], columns, tuple(rows)),
    ]


def _command(provenance: Provenance) -> str:
    """The command that makes the report again from the files named above."""
    given = (("sealed", "SEALED.toml"), ("ledger", "LEDGER.jsonl"), ("notes", "NOTES.toml"))
    options = [f"--{name} {file}" for name, file in given if getattr(provenance, name) is not None]
    return " ".join(["peervej analyse DATA.csv --plan PLAN.toml", *options, "--report REPORT.pdf"])


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def _hash_of_code() -> str:
    """SHA-256 over the engine's source files in order of their names."""
    folder = files("peervej.methods.analysis")
    sources = sorted((f for f in folder.iterdir() if f.name.endswith(".py")), key=lambda f: f.name)
    return _hash(b"".join(file.read_bytes() for file in sources))
