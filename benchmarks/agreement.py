"""The engine against established R packages on thirty varied trials it was never tuned to.

Run: python benchmarks/agreement.py [trials, 30 unless said]. Needs Rscript with nlme, lmerTest
and pbkrtest. Group sizes, arms, intraclass correlation, missing outcomes, units, column names and
codes differ. Prints the largest disagreement of each figure; a likelihood of R above ours would be
a maximum that the engine missed. Where R finds no group variance the two drop it differently, so
degrees of freedom are compared inside the boundary only.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from peervej.methods.analysis import AnalysisResult, Table, read_plan, run_analysis

R_SCRIPT = r"""
suppressMessages({library(nlme); library(lme4); library(lmerTest); library(pbkrtest)})
d <- read.csv(commandArgs(TRUE)[1]); d <- d[!is.na(d$y), ]
d$cluster <- factor(ifelse(d$arm == 1, d$group, paste0("c", seq_len(nrow(d)))))
d$armf <- factor(d$arm)
quiet <- function(x) suppressMessages(suppressWarnings(tryCatch(x, error = function(e) NULL)))
a <- quiet(lme(y ~ arm + x + site, random = list(cluster = ~ 0 + arm), data = d,
  weights = varIdent(form = ~ 1 | armf), control = lmeControl(opt = "optim", maxIter = 500,
  msMaxIter = 500, tolerance = 1e-10)))
b <- quiet(lmerTest::lmer(y ~ arm + x + site + (0 + arm | cluster), data = d,
  control = lmerControl(check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore")))
say <- function(...) cat(format(c(...), digits = 15), "\n")
if (is.null(a)) cat("none\n") else say(fixef(a)[["arm"]], sqrt(vcov(a)["arm", "arm"]), logLik(a))
if (is.null(b) || isSingular(b)) cat("none\n") else {
  s <- coef(summary(b))["arm", ]; v <- vcovAdj(b); L <- as.numeric(names(fixef(b)) == "arm")
  say(s[["Estimate"]], s[["Std. Error"]], logLik(b), s[["df"]], sqrt(sum(L * (v %*% L))),
      Lb_ddf(L, vcov(b), v))
}
"""
CODES = (("1", "0"), ("intervention", "control"), ("ja", "nej"), ("B", "A"))
NAMES = (("arm", "group", "y", "x", "site"), ("gruppe_lod", "hold", "efter", "før", "sted"))


@dataclass(frozen=True)
class Trial:
    """One made-up trial in the engine's columns and in R's."""

    table: Table
    names: tuple[str, ...]
    codes: tuple[str, str]
    for_r: str


def make(seed: int) -> Trial:
    """A trial whose shape follows from the seed."""
    draw = np.random.default_rng(1000 + seed)
    groups = (20, 14, 8, 5, 3, 2, 30, 6, 10, 4)[seed % 10]
    controls = (140, 60, 25, 200, 15, 40, 90, 12, 33, 300)[seed % 10]
    icc = (0.1, 0.0, 0.02, 0.5, 0.9, 0.3, 0.05, 0.0, 0.15, 0.2)[seed * 7 % 10]
    scale, ratio = (12, 0.3, 4000, 1, 8)[seed % 5], (1, 0.5, 2, 1, 1.4)[seed // 2 % 5]
    sizes = draw.integers(1 if seed % 3 == 0 else 2, 16, groups)
    sizes[0] = max(sizes[0], 3)
    arm = np.r_[np.zeros(controls), np.ones(sizes.sum())]
    group = np.r_[np.full(controls, -1), np.repeat(np.arange(groups), sizes)]
    site = np.where(arm == 1, group % 2, draw.integers(0, 2, arm.size))
    x = draw.normal(30, 10, arm.size)
    shared = draw.normal(0, np.sqrt(icc), groups)
    own = draw.normal(0, np.where(arm == 1, np.sqrt(1 - icc), ratio))
    y = scale * (8 + 0.4 * arm + 0.05 * x + 0.1 * site + own + np.where(arm, shared[group], 0))
    y[draw.random(arm.size) < (0, 0.15, 0.3)[seed % 3]] = np.nan
    names, codes = NAMES[seed % 2], CODES[seed % 4]
    labels = [f"H{g}" if g >= 0 else "" for g in group]
    columns = [np.where(arm == 1, *codes), labels, y, x, [f"S{s}" for s in site]]
    lines = ["arm,group,y,x,site"]
    rows = zip(arm, labels, y, x, site, strict=True)
    lines += [
        f"{a:g},{g},{'' if np.isnan(v) else f'{v:.17g}'},{w:.17g},S{s}" for a, g, v, w, s in rows
    ]
    table = Table.from_columns(dict(zip(names, columns, strict=True)))
    return Trial(table, names, codes, "\n".join(lines))


def analyse(trial: Trial, rules: str) -> AnalysisResult:
    """The engine's result with a model section."""
    arm, group, y, x, site = trial.names
    return run_analysis(
        trial.table,
        read_plan(
            f'[data]\narm = "{arm}"\ngroup = "{group}"\nintervention = "{trial.codes[0]}"\n'
            f'control = "{trial.codes[1]}"\n[outcome]\nname = "{y}"\nbaseline = "{x}"\n'
            f'covariates = ["{site}"]\n[model]\nkind = "partially_nested"\n{rules}'
        ),
    )


def ask_r(trial: Trial, folder: Path) -> list[list[float] | None]:
    """Figures of nlme (variance for each arm) and of lmerTest with pbkrtest (one variance)."""
    data = folder / "data.csv"
    data.write_text(trial.for_r, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "-e", R_SCRIPT, str(data)], capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    return [None if line == "none" else [float(v) for v in line.split()] for line in lines]


def compare(trial: Trial, folder: Path, worst: dict[str, float]) -> None:
    """Note the disagreements of one trial."""

    def note(name: str, ours: float, theirs: float, scale: float) -> None:
        worst[name] = max(worst.get(name, 0.0), abs(ours - theirs) / scale)

    nlme, lmer = ask_r(trial, folder)
    hetero = analyse(trial, "")
    if nlme is not None:
        worst["R above"] = max(worst.get("R above", 0.0), nlme[2] - hetero.log_reml)
        if abs(nlme[2] - hetero.log_reml) < 1e-6:
            note("nlme estimate, of its SE", hetero.primary.estimate, nlme[0], nlme[1])
            note("nlme SE, relative", hetero.primary.se, nlme[1], nlme[1])
    if lmer is None:
        return
    homo = analyse(trial, "heteroscedastic = false")
    worst["R above"] = max(worst.get("R above", 0.0), lmer[2] - homo.log_reml)
    if abs(lmer[2] - homo.log_reml) < 1e-6:
        adjusted = analyse(trial, 'heteroscedastic = false\ndf = "kenward_roger"').primary
        note("lmerTest estimate, of its SE", homo.primary.estimate, lmer[0], lmer[1])
        note("lmerTest SE, relative", homo.primary.se, lmer[1], lmer[1])
        note("lmerTest Satterthwaite df, relative", homo.primary.df, lmer[3], lmer[3])
        note("pbkrtest SE, relative", adjusted.se, lmer[4], lmer[4])
        note("pbkrtest df, relative", adjusted.df, lmer[5], lmer[5])


def main() -> int:
    """Print the largest disagreements; exit 1 when R found a higher likelihood or differs."""
    if shutil.which("Rscript") is None:
        print("left out: Rscript with nlme, lme4, lmerTest and pbkrtest is not here")
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    worst: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            compare(make(seed), Path(folder), worst)
    print(json.dumps({name: f"{value:.1e}" for name, value in sorted(worst.items())}, indent=1))
    if "nlme SE, relative" not in worst or "pbkrtest df, relative" not in worst:
        print("R gave no figures to compare with; are all packages here?")
        return 1
    # lmer and nlme stop their search early, nlme at about 1e-4
    wrong = [name for name, value in worst.items() if value > (1e-3 if "nlme" in name else 1e-4)]
    print(f"{count} trials; " + (f"disagree: {', '.join(wrong)}" if wrong else "all agree"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
