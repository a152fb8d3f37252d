"""Long commands say how far they are, and end cleanly when stopped."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from peervej.cli import main, progress
from peervej.cli.files import write_whole_file
from peervej.cli.progress import ProgressLine
from peervej.methods.errors import UnusableInput


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def test_a_terminal_is_told_now_and_then(clock: Callable[[float], None]) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line("trials", 1, 9)
    assert stream.getvalue() == ""
    clock(0.6)
    line("trials", 2, 9)
    line("trials", 3, 9)
    clock(0.3)
    line("trials", 4, 9)
    assert stream.getvalue().split("\r") == [
        "", "trials: 2 of 9; Ctrl-C stops", "trials: 4 of 9; Ctrl-C stops",
    ]  # fmt: skip
    line.end()
    assert stream.getvalue().endswith("\r")


def test_a_file_gets_a_line_every_ten_seconds(clock: Callable[[float], None]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    for number in range(5):
        clock(5)
        line("missing", number, 9)
    line.end()
    assert stream.getvalue() == "missing: 1 of 9\nmissing: 3 of 9\n"


def test_what_is_stopped_midway_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.pdf"
    write_whole_file(target, b"before")

    def stop(*_args: Any) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole_file(target, b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("report.pdf", b"before")
    ]


def test_a_link_and_a_pipe_are_written_to(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "real.html", tmp_path / "link.html", tmp_path / "pipe"
    target.write_bytes(b"before")
    link.symlink_to(target)
    write_whole_file(link, b"after")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"after")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole_file(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


@pytest.mark.parametrize("name", ["no/such/place.pdf", "x\0y.pdf"])
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match="cannot be written"):
        write_whole_file(tmp_path / name, b"")


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(130)])
def test_ctrl_c_is_exit_130_and_one_word(
    end: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> NoReturn:
        raise end

    monkeypatch.setattr(main, "app", stopped)
    with pytest.raises(SystemExit) as found:
        main.main()
    assert found.value.code == 130
    assert capsys.readouterr() == ("", "\nStopped.\n")
