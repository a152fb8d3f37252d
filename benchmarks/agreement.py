"""The engine against established R packages on thirty varied trials it was never tuned to.

Run: python benchmarks/agreement.py [trials, 30 unless said]. Needs Rscript with nlme, lmerTest
and pbkrtest; clubSandwich where it is here. Group sizes (some of one), arms, intraclass
correlation, residual variances, missing outcomes, covariates, units, column names and codes differ.
Prints the largest disagreement of each figure; a likelihood of R above ours would be a maximum that
the engine missed. lmer takes one residual variance: that of one arm becomes larger by an effect of
each person in it. Where R finds no variance of groups the two drop it differently, so degrees of
freedom are compared inside the boundary only.
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
d$armf <- factor(d$arm); d$control <- 1 - d$arm; d$person <- factor(seq_len(nrow(d)))
quiet <- function(x) suppressMessages(suppressWarnings(tryCatch(x, error = function(e) NULL)))
say <- function(name, ...) cat(name, format(c(...), digits = 15), "\n")
a <- quiet(lme(y ~ arm + x + z + site, random = list(cluster = ~ 0 + arm), data = d,
  weights = varIdent(form = ~ 1 | armf), control = lmeControl(opt = "optim", maxIter = 500,
  msMaxIter = 500, tolerance = 1e-10)))
if (!is.null(a)) say("nlme", fixef(a)[["arm"]], sqrt(vcov(a)["arm", "arm"]), logLik(a))
fit <- function(name, f) {
  b <- quiet(lmerTest::lmer(f, data = d, control = lmerControl(check.nobs.vs.nlev = "ignore",
    check.nobs.vs.nRE = "ignore", check.nobs.vs.rankZ = "ignore")))
  if (is.null(b) || isSingular(b)) return(invisible())
  s <- coef(summary(b))["arm", ]; v <- vcovAdj(b); L <- as.numeric(names(fixef(b)) == "arm")
  say(name, s[["Estimate"]], s[["Std. Error"]], logLik(b), s[["df"]], sqrt(sum(L * (v %*% L))),
      Lb_ddf(L, vcov(b), v))
}
fit("one", y ~ arm + x + z + site + (0 + arm | cluster))
fit("own", y ~ arm + x + z + site + (0 + arm | cluster) + (0 + control | person))
fit("own", y ~ arm + x + z + site + (0 + arm | cluster) + (0 + arm | person))
if (requireNamespace("clubSandwich", quietly = TRUE)) {
  m <- lm(y ~ arm + x + z + site, data = d)
  V <- clubSandwich::vcovCR(m, cluster = d$cluster, type = "CR2")
  r <- clubSandwich::coef_test(m, vcov = V, test = "Satterthwaite", coefs = "arm")
  say("cr2", r$beta, r$SE, r$df)
}
"""
CODES = (("1", "0"), ("intervention", "control"), ("ja", "nej"), ("B", "A"))
NAMES = (
    ("arm", "group", "y", "x", "z", "site"),
    ("gruppe_lod", "hold", "efter", "før", "køn", "sted"),
)


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
    scale, ratio = (12, 0.3, 4000, 1, 8)[seed % 5], (1, 0.5, 3, 1, 0.3)[seed // 2 % 5]
    sites = (2, 2, 5, 3)[seed % 4]
    sizes = draw.integers(1 if seed % 3 == 0 else 2, 16, groups)
    sizes[0] = max(sizes[0], 3)
    arm = np.r_[np.zeros(controls), np.ones(sizes.sum())]
    group = np.r_[np.full(controls, -1), np.repeat(np.arange(groups), sizes)]
    site = np.where(arm == 1, group % sites, draw.integers(0, sites, arm.size))
    x, z = draw.normal(30, 10, arm.size), draw.choice(["k", "m", "u"], arm.size)
    shared = draw.normal(0, np.sqrt(icc), groups)
    own = draw.normal(0, np.where(arm == 1, np.sqrt(1 - icc), ratio))
    y = scale * (8 + 0.4 * arm + 0.05 * x + 0.1 * site + own + np.where(arm, shared[group], 0))
    y[draw.random(arm.size) < (0, 0.15, 0.3)[seed % 3]] = np.nan
    names, codes = NAMES[seed % 2], CODES[seed % 4]
    labels = [f"H{g}" if g >= 0 else "" for g in group]
    columns = [np.where(arm == 1, *codes), labels, y, x, z, [f"S{s}" for s in site]]
    lines = ["arm,group,y,x,z,site"]
    rows = zip(arm, labels, y, x, z, site, strict=True)
    lines += [
        f"{a:g},{g},{'' if np.isnan(v) else f'{v:.17g}'},{w:.17g},{k},S{s}"
        for a, g, v, w, k, s in rows
    ]
    table = Table.from_columns(dict(zip(names, columns, strict=True)))
    return Trial(table, names, codes, "\n".join(lines))


def analyse(trial: Trial, rules: str, kind: str = "partially_nested") -> AnalysisResult:
    """The engine's result with a model section."""
    arm, group, y, x, z, site = trial.names
    return run_analysis(
        trial.table,
        read_plan(
            f'[data]\narm = "{arm}"\ngroup = "{group}"\nintervention = "{trial.codes[0]}"\n'
            f'control = "{trial.codes[1]}"\n[outcome]\nname = "{y}"\nbaseline = "{x}"\n'
            f'covariates = ["{z}", "{site}"]\n[model]\nkind = "{kind}"\n{rules}'
        ),
    )


def ask_r(trial: Trial, folder: Path) -> dict[str, list[float]]:
    """Figures of nlme and of lmerTest with pbkrtest, and CR2; what R cannot fit is not there."""
    data = folder / "data.csv"
    data.write_text(trial.for_r, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "-e", R_SCRIPT, str(data)], capture_output=True, text=True, check=False
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    return {line[0]: [float(v) for v in line[1:]] for line in lines if line[0] != "NULL"}


def compare(trial: Trial, folder: Path, worst: dict[str, float]) -> None:
    """Note the disagreements of one trial."""

    def note(name: str, ours: float, theirs: float, scale: float) -> None:
        worst[name] = max(worst.get(name, 0.0), abs(ours - theirs) / scale)

    found = ask_r(trial, folder)
    for name, rules in (("one", "heteroscedastic = false"), ("own", ""), ("nlme", "")):
        if name not in found:
            continue
        ours, theirs = analyse(trial, rules), found[name]
        worst["R above"] = max(worst.get("R above", 0.0), theirs[2] - ours.log_reml)
        if abs(theirs[2] - ours.log_reml) > 1e-6:
            continue
        title = {"one": "lmer, one variance", "own": "lmer, one for each arm"}.get(name, name)
        note(f"{title}: estimate, of its SE", ours.primary.estimate, theirs[0], theirs[1])
        note(f"{title}: SE, relative", ours.primary.se, theirs[1], theirs[1])
        if name != "nlme":
            adjusted = analyse(trial, f'{rules}\ndf = "kenward_roger"').primary
            note(f"{title}: Satterthwaite df, relative", ours.primary.df, theirs[3], theirs[3])
            note(f"{title}: Kenward-Roger SE, relative", adjusted.se, theirs[4], theirs[4])
            note(f"{title}: Kenward-Roger df, relative", adjusted.df, theirs[5], theirs[5])
    if "cr2" in found:
        lines = analyse(trial, "", "ancova").sensitivity
        robust = next(line.estimate for line in lines if line.name == "cr2")
        if robust is not None:
            note("clubSandwich: SE, relative", robust.se, found["cr2"][1], found["cr2"][1])
            note("clubSandwich: df, relative", robust.df, found["cr2"][2], found["cr2"][2])


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
    needed = {"nlme: SE, relative", "lmer, one for each arm: Kenward-Roger df, relative"}
    if not needed <= set(worst):
        print("R gave no figures to compare with; are all packages here?")
        return 1
    # lmer and nlme stop their search early, nlme at about 1e-4
    wrong = [name for name, value in worst.items() if value > (1e-3 if "nlme" in name else 1e-4)]
    print(f"{count} trials; " + (f"disagree: {', '.join(wrong)}" if wrong else "all agree"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
