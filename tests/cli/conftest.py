from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

REFS = """\
@article{han2016,
  title = {Deep Compression of Networks},
  author = {Han, Song and Mao, Huizi and Dally, William J.},
  journal = {Journal of Examples},
  year = {2016},
  doi = {10.1000/deep.1},
}

@inproceedings{mueller2020,
  title = {Sparse Attention, Explained},
  author = {Müller, Jörg},
  booktitle = {Proceedings of Instances},
  year = {2020},
}

@misc{zhang2023,
  title = {Pruning Large Models},
  author = {张, 三 and Li, Si},
  eprint = {2301.00001},
  archiveprefix = {arXiv},
  year = {2023},
}
"""


class Done(NamedTuple):
    """How a run of the program ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Program:
    """The real program, in folders of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        folders = {
            f"CARREL_{name}": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE")
        }
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        self.env = {
            **kept,
            **folders,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "carrel", *arguments]

    def raw(
        self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end. `env` adds to the environment."""
        return subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=self.home,
            env={**self.env, **(env or {})},
            timeout=120,
            check=False,
        )

    def __call__(
        self, *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None
    ) -> Done:
        """As `raw`, in UTF-8. No run may end in a traceback."""
        done = self.raw(*arguments, stdin=stdin.encode(), env=env)
        err = done.stderr.decode()
        assert "Traceback" not in err
        return Done(done.returncode, done.stdout.decode(), err)

    def file(self, name: str, text: str | bytes) -> str:
        """A file in the program's working folder; its name."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name


@pytest.fixture
def carrel(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.file("refs.bib", REFS)
    return program


def shell(carrel: Program, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which $CARREL is the program."""
    env = {**carrel.env, "CARREL": f"{sys.executable} -m carrel"}
    return subprocess.run(
        ["bash", "-c", line],
        cwd=carrel.home,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
