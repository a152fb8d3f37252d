"""Read a DESIGN.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from peervej.methods.randomisation.design import INTERVENTION, Design, DesignUnusable, Kind
from peervej.methods.randomisation.encoding import plain_text
from peervej.methods.strict_toml import build, parse_toml


@dataclass(frozen=True)
class _Trial:
    id: str


@dataclass(frozen=True)
class _Method:
    kind: Kind
    block_sizes: tuple[int, ...] = ()
    batch_sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class _DesignFile:
    trial: _Trial
    arms: Mapping[str, int]
    method: _Method
    strata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_design(source: bytes | str) -> Design:
    """Read a DESIGN.toml; raises UnusableInput, in one sentence, for anything unclear.

    The sizes that belong to another kind of method may stand in the file; they are not used.
    """
    tables = parse_toml(source, what="the design")
    if not tables:
        raise DesignUnusable("the design is empty; it needs [trial], [arms] and [method]")
    file = build(_DesignFile, tables, where="the design")
    sizes = {
        Kind.PERMUTED_BLOCKS: file.method.block_sizes,
        Kind.BATCH: file.method.batch_sizes,
        Kind.SIMPLE: (),
    }
    arms = [(_tidy(name), weight) for name, weight in file.arms.items()]
    return Design(
        trial=_tidy(file.trial.id),
        arms=tuple(sorted(arms, key=lambda arm: arm[0] != INTERVENTION)),
        kind=file.method.kind,
        sizes=sizes[file.method.kind],
        strata=tuple(
            (_tidy(name), tuple(_tidy(level) for level in levels))
            for name, levels in file.strata.items()
        ),
    )


def _tidy(text: str) -> str:
    return plain_text(text.strip(), "a name in the design")
