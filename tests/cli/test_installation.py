"""`carrel config`, `cache` and `doctor`: what an installation has and how it is set."""

from __future__ import annotations

import tomllib

from carrel.cli.caching import size
from carrel.settings import NAMES, Settings, read
from tests.cli.conftest import Program


def test_the_settings_are_shown_with_where_they_come_from(carrel: Program) -> None:
    carrel.file("config/carrel.toml", '\nstyle = "ieee"\n[keymap]\nstar = "x"\n')
    done = carrel("config")
    assert done.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in done.lines[2:]}
    assert rows["style"] == ['"ieee"', "carrel.toml:2"]
    assert rows["keymap.star"] == ['"x"', "carrel.toml:4"]
    assert rows["theme"] == ['"auto"', "default"]
    assert set(NAMES) - {"keymap"} <= set(rows)
    assert done.lines[0] == "~/config/carrel.toml"
    assert done.err == ""


def test_what_is_wrong_with_them_is_said(carrel: Program) -> None:
    carrel.file("config/carrel.toml", "style = 1\n")
    done = carrel("config")
    assert done.code == 1
    assert "carrel: carrel.toml:1: style must be text in quotation marks" in done.err


def test_keys_that_clash_or_are_of_no_command_are_said_without_textual(carrel: Program) -> None:
    carrel.file("config/carrel.toml", '[keymap]\nstart = "x"\n\nstar = "q"\n')
    done = carrel("config")
    assert done.code == 1
    assert "carrel.toml:2: no command is called “start”; did you mean “star”?" in done.err
    assert "carrel.toml:4: the key “q” is both" in done.err


def test_a_theme_that_there_is_not_is_said_without_textual(carrel: Program) -> None:
    carrel.file("config/carrel.toml", 'style = "ieee"\ntheme = "nrod"\n')
    done = carrel("config")
    said = "carrel.toml:2: no theme is called “nrod”; did you mean “nord”?"
    assert (done.code, done.err) == (1, f"carrel: {said}\n")
    assert said in carrel("doctor").out
    carrel.file("config/carrel.toml", 'theme = "nope"\n')
    assert "“nope”; there are carrel-dark, carrel-light, " in carrel("config").err
    for theme in ("auto", "carrel-light", "nord"):
        carrel.file("config/carrel.toml", f'theme = "{theme}"\n')
        assert carrel("config").code == 0


def test_an_example_to_start_from_sets_all_as_by_default(carrel: Program) -> None:
    done = carrel("config", "--example")
    assert set(tomllib.loads(done.out)) == set(NAMES)
    assert read(done.out.encode()) == (Settings(), [])
    assert carrel("config", "--path").lines == [str(carrel.home / "config" / "carrel.toml")]


def test_a_file_of_settings_is_begun_where_there_is_none(carrel: Program) -> None:
    file = carrel.home / "config" / "carrel.toml"  # in a folder that is not there yet
    done = carrel("config", "--init")
    assert (done.code, done.out, done.err) == (0, "", "carrel: ~/config/carrel.toml written\n")
    assert file.read_text() == carrel("config", "--example").out
    file.write_text('style = "ieee"\n')
    done = carrel("config", "--init")
    assert (done.code, done.out) == (2, "")
    assert "carrel.toml: is there already" in done.err
    done = carrel("config", "--path", "--init")
    assert done == (2, "", "carrel: --path, --example or --init, one of them\n")
    assert file.read_text() == 'style = "ieee"\n'
    file.unlink()
    mine = carrel.home / "mine.toml"
    file.symlink_to(mine)
    assert carrel("config", "--init").code == 0
    assert (file.is_symlink(), mine.read_text()) == (True, carrel("config", "--example").out)


def large(name: str) -> str:
    """A source that is kept in the cache."""
    abstract = "word " * 220
    titled = (f"@book{{k{i}, title={{{name} {i}}}, abstract={{{abstract}}}}}" for i in range(1100))
    return "\n".join(titled)


def test_the_cache_is_shown_by_source_and_cleared(carrel: Program) -> None:
    carrel.file("large.bib", large("Title"))
    assert carrel("cache").lines == []
    assert len(carrel("list", "large.bib").lines) == 1100
    cache = carrel.home / "cache"
    kept = sum(file.stat().st_size for file in cache.iterdir())
    done = carrel("cache")
    [line] = done.lines
    assert (line[:8].strip(), line.split()[-1]) == (size(kept), "~/large.bib")
    assert done.err == f"carrel: 2 files, {size(kept)}, in ~/cache\n"
    assert carrel("cache", "--clear").code == 0
    assert carrel("cache").lines == []
    assert not list(cache.glob("*"))


def test_the_cache_of_many_sources_is_shown_by_folder_each_file_in_one_line(
    carrel: Program,
) -> None:
    for number in range(4):
        carrel.file(f"papers/{number}.bib", large(f"No {number}"))
    carrel("list", "papers")
    carrel("list", "papers/0.bib")
    cache = carrel.home / "cache"
    (cache / "0-0.part").write_bytes(b"x" * 5_000_000)
    (cache / "1-1.library").write_bytes(b"of another version")
    lines = [line.split(maxsplit=4) for line in carrel("cache").lines]
    assert [line[4] for line in lines] == [
        "unfinished", "~/papers (4 files)", "~/papers/0.bib", "of another version, or damaged",
    ]  # fmt: skip
    alone = min(
        file.stat().st_size for file in cache.glob("*.library") if file.name != "1-1.library"
    )
    kept = sum(file.stat().st_size for file in cache.iterdir()) - 5_000_000 - 18 - alone
    assert [" ".join(line[:2]) for line in lines] == [
        "5.0 MB", size(kept), size(alone), "18 B",
    ]  # fmt: skip


def test_clearing_leaves_what_is_not_of_the_cache(carrel: Program) -> None:
    carrel.file("cache/thesis.bib", "@book{a, title={A}}")
    carrel("cache", "--clear")
    assert (carrel.home / "cache" / "thesis.bib").exists()


def test_the_doctor_tells_versions_places_and_ways_to_the_clipboard(carrel: Program) -> None:
    carrel.file("config/carrel.toml", "stile = 1\n")
    carrel("add", "refs.bib")
    done = carrel("doctor", env={"SSH_CONNECTION": "10.9.8.7 1 2 3", "SECRET_TOKEN": "hunter2"})
    assert done.code == 0
    assert done.err == ""
    for part in (
        "carrel 0", "Python 3", "textual 8", "pyyaml ", "TERM=xterm-256color",
        "xclip: no: DISPLAY is not set",
        "settings: ~/config/carrel.toml: 10 B, writable", "~/data/annotations.json: not there",
        "queries and choices: ~/data/memory.json: not there",
        "source: ~/refs.bib: 518 B", "carrel.toml:1: no setting “stile”", "SSH_CONNECTION",
    ):  # fmt: skip
        assert part in done.out, part
    assert "hunter2" not in done.out
    assert "10.9.8.7" not in done.out
    nowhere = {"CARREL_DATA": str(carrel.home / "refs.bib" / "data")}
    assert (
        "~/refs.bib: no star, tag or note can be written here" in carrel("doctor", env=nowhere).out
    )


def test_related_papers(carrel: Program) -> None:
    lines = carrel("list", "-q", "author:han pruning", "--limit", "1").lines
    identifier = lines[0].rpartition("\t")[2]
    done = carrel("related", identifier, "--limit", "3")
    assert done.code == 0
    assert len(done.lines) == 3
    assert identifier not in done.out
    assert len(carrel("related", identifier).lines) == 10
    assert carrel("related", "doi:1/x") == (1, "", "carrel: no paper has the id doi:1/x\n")
    assert carrel("related", identifier, "--limit", "0") == (0, "", "")
    first = "the id goes before the sources: carrel related ID SOURCE\n"
    assert carrel("related", "refs.bib", identifier) == (2, "", f"carrel: {first}")
    done = carrel("related", "refs.bib")
    assert done == (1, "", f"carrel: no paper has the id refs.bib; {first}")
