"""`check --plots FOLDER`: a file for each finding that has something to draw."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.finding import Finding
    from bot.messages.evidence_plot import Plot
    from checks.calibration import Calibration

LONGEST = 50


def demand_room(folder: Path) -> None:
    """Said before the work, not after it: where the plots cannot go."""
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        say = f"there is no folder {folder.parent}: make it first"
        raise click.BadParameter(say, param_hint="--plots") from None
    except OSError as error:
        raise click.BadParameter(_cannot(folder, error), param_hint="--plots") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.BadParameter(f"{folder} cannot be written to: name another", param_hint="--plots")


def draw(
    findings: "Sequence[Finding]", folder: Path, report: Callable[[str, int, int], None] | None = None
) -> dict[str, str]:
    """The files that were written, by the fingerprint of their finding, which is in their names."""
    from bot.messages.evidence_plot import plot_of

    drawn: dict[str, str] = {}
    for at, finding in enumerate(findings, start=1):
        if plot := plot_of(finding):
            columns = [finding.column] if isinstance(finding.column, str) else finding.column or ()
            name = "-".join((finding.check, finding.table, *columns[:1]))
            drawn[finding.fingerprint] = _write(folder, f"{_plain(name)}-{finding.fingerprint[:8]}", plot)
        if report:
            report(finding.table, at, len(findings))
    return drawn


def draw_calibration(said: "Calibration", folder: Path) -> list[str]:
    """Both distributions, if they can be drawn, and the distances by day beside the limit."""
    from bot.messages.calibration import calibration_plots

    name = _plain(f"drift-{said.table}-{said.column}")
    return [_write(folder, f"{name}-{what}", plot) for what, plot in calibration_plots(said)]


def _plain(name: str) -> str:
    """A name of the data as a part of a file's name: it can lead nowhere else."""
    return re.sub(r"[^\w.]+", "-", name).strip("-.")[:LONGEST]


def _write(folder: Path, name: str, plot: "Plot") -> str:
    path = folder / f"{name}.svg"
    try:
        path.write_text(plot.file(), encoding="utf-8", errors="replace")
    except OSError as error:
        raise click.ClickException(_cannot(path, error)) from error
    return str(path)


def _cannot(path: Path, error: OSError) -> str:
    return f"{path} cannot be written ({error.strerror}): name another folder"
