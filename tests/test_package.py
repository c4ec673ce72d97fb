"""What is shipped, what can be imported from it, and what that loads."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import carrel

ROOT = Path(__file__).parents[1]
TOP = set(
    ".ci .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md pyproject.toml "
    "screenshots seeds src tests".split()
)


def printed(code: str) -> str:
    """What a program prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_only_the_screen_imports_textual_and_rich() -> None:
    source = ROOT / "src"
    files = [path.relative_to(source).with_suffix("") for path in source.rglob("*.py")]
    modules = [".".join(path.parts).removesuffix(".__init__") for path in files]
    others = [name for name in modules if name != "carrel.ui" and "carrel.ui." not in name]
    assert len(others) > 100
    code = (
        "import sys\nfrom importlib import import_module\n"
        "for name in sys.argv[1:]:\n"
        "    import_module(name)\n"
        "    assert not {'textual', 'rich'} & set(sys.modules), name\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *others], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_importing_carrel_loads_nothing_of_it() -> None:
    code = "import sys, carrel; print([m for m in sys.modules if m.startswith('carrel.')])"
    assert printed(code) == "[]\n"


def test_the_screen_does_not_wait_for_what_reads_papers() -> None:
    code = (
        "import sys, carrel.cli.browse, carrel.ui.app\n"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('carrel.')}\n"
        "print({'library', 'readers', 'identity', 'search', 'store', 'citation'} & rooms)"
    )
    assert printed(code) == "set()\n"


def test_a_list_of_papers_does_not_wait_for_numpy() -> None:
    code = (
        "import sys, carrel.ui.loading, carrel.ui.finding, carrel.ui.narrowing\n"
        "print('numpy' in sys.modules)"
    )
    assert printed(code) == "False\n"


def test_the_public_interface_is_there_and_does_what_it_says() -> None:
    assert set(carrel.__all__) <= set(dir(carrel))
    assert all(getattr(carrel, name) is not None for name in carrel.__all__)
    assert next(iter(inspect.signature(carrel.open_library).parameters)) == "paths"
    search = inspect.signature(carrel.Library.search).parameters
    assert list(search) == ["self", "query", "limit"]
    assert search["limit"].default is None
    library = carrel.open_library([ROOT / "seeds"])
    for alone in (ROOT / "seeds", str(ROOT / "seeds")):
        assert len(carrel.open_library(alone)) == len(library)
    assert len(library) == len(list(library)) == 43
    hit, *_ = library.search("deep compression", limit=3)
    assert library[hit.paper.id].title == hit.paper.title
    assert hit.score > 0
    start, end = hit.spans["title"][0]
    assert hit.paper.title[start:end] == "Deep"
    with pytest.raises(KeyError):
        library["doi:10.5555/none"]
    with pytest.raises(AttributeError):
        carrel.nothing  # noqa: B018
    records = list(carrel.read(ROOT / "seeds" / "identified.json"))
    assert all(isinstance(record, carrel.Record) for record in records)
    assert [type(item) for item in carrel.read(ROOT / "none.bib")] == [carrel.Reject]


def test_the_wheel_has_the_sample_papers_and_nothing_of_the_tests(tmp_path: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel")
    path = next(iter(wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path))))
    names = zipfile.ZipFile(path).namelist()
    seeds = {f"carrel/seeds/{file.name}" for file in (ROOT / "seeds").iterdir()}
    assert seeds | {"carrel/py.typed", "carrel/ui/carrel.tcss", "carrel/__main__.py"} <= set(names)
    assert {name.partition("/")[0] for name in names} == {"carrel", "carrel-0.1.0.dist-info"}


def test_the_top_level_holds_what_belongs_there() -> None:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a clone, or no git to look into it")
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files"]  # whoever owns it
    files = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert {line.partition("/")[0] for line in files.splitlines()} <= TOP


def test_what_says_how_it_is_laid_out_names_all_that_there_is() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n    src/carrel/\n")[2]
    layout = told.partition("\n\n")[0]
    package = ROOT / "src" / "carrel"
    parts = {path.name for path in package.glob("[!_]*.py")}
    parts |= {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    assert not {part for part in parts if part not in layout}


TWO_THREADS = """
import os
import sys
from threading import Barrier, Thread
from carrel.ui.tag_editor import completions
import carrel.search.words
import numpy
sys.setswitchinterval(1e-6)
for _ in range(5):  # one time in three it went wrong
    if (child := os.fork()) == 0:
        break
    os.waitpid(child, 0)
else:
    sys.exit()
together = Barrier(2)
def search():
    together.wait()
    import carrel.search.vocabulary
def complete():
    together.wait()
    assert completions("kettl", ["kettle"]) == ["kettle"]
threads = [Thread(target=search), Thread(target=complete)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("done")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork(2)")
def test_a_tag_is_completed_while_the_first_search_is_prepared() -> None:
    """Both load the same package, in threads of their own; one of them used to get half of it."""
    done = subprocess.run(
        [sys.executable, "-c", TWO_THREADS], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("done\n" * 5, "")
