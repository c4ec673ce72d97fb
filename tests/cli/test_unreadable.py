"""What is named as a source and can't be read, or holds nothing, or should not be waited for."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sys

import pytest

from tests.cli.conftest import Program, shell

if sys.platform == "win32":
    pytest.skip("needs a POSIX shell", allow_module_level=True)


def test_who_names_words_and_no_files_is_told_how_to_search(carrel: Program) -> None:
    for words, query in ((["attn"], "attn"), (["10.1/2"], "10.1/2"), (["a", "b"], "'a b'")):
        said = f"nothing could be read; did you mean -q {query}?"
        assert carrel("list", *words).err.splitlines()[-1] == f"carrel: {said}"
    done = carrel("list", "https://example.org/refs.bib")
    assert done.err.endswith("nothing could be read; fetch it first: curl -s ADDRESS | carrel -\n")
    assert "did you mean -q https://doi.org/10.1/2?" in carrel("list", "https://doi.org/10.1/2").err
    for files in (["a.bib"], ["attn", "refs"], [""]):
        carrel.file("refs", "")
        assert "-q" not in carrel("list", *files).err


def test_an_empty_name_as_of_a_variable_that_is_not_set_is_never_all_there_is(
    carrel: Program,
) -> None:
    done = carrel("cite", "--from", "")
    assert (done.code, done.out) == (2, "")
    assert done.err == "carrel: “”: no such file or directory\ncarrel: nothing could be read\n"
    done = carrel("export", "refs.bib", "-o", "")
    assert done == (2, "", "carrel: -o needs the name of a file\n")
    done = carrel("mark", "refs.bib", "-q", "han", "--star", "--state", "")
    assert done == (2, "", "carrel: --state needs the name of a file; see `carrel mark --help`\n")
    assert not (carrel.home / "data" / "annotations.json").exists()
    done = carrel("cite", "refs.bib", "--id", "")
    assert done == (1, "", "carrel: no paper has the id “”\n")
    assert "“”: rejected: no such file or directory" in carrel("check", "").lines


def test_what_cannot_be_read_is_one_line_and_the_rest_opens(
    carrel: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (carrel.home / "folder").mkdir()
    (carrel.home / "endless.bib").symlink_to("/dev/zero")
    monkeypatch.chdir(carrel.home)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as talk:
        talk.bind("talk.bib")
    for name, content in (
        ("empty.txt", b""),
        ("blank.json", b"\n \n"),
        ("photo.bib", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("prose.bib", b"Dear all,\nplease find attached.\n"),
        ("broken.gz", b"\x1f\x8b\x08\x00 no gzip"),
    ):
        carrel.file(name, content)
    why = {
        "folder": "no papers in this folder",
        "none.bib": "no such file or directory",
        "empty.txt": "empty",
        "blank.json": "empty",
        "photo.bib": "not text",
        "prose.bib": "no known format",
        "broken.gz": "cannot be decompressed",
        "endless.bib": "is a device",
        "talk.bib": "is a socket",
    }
    for verb in ("list", "cite", "export"):
        done = carrel(verb, *why)
        assert (done.code, done.out) == (2, "")
        *told, last = done.err.splitlines()
        for line, (name, reason) in zip(told, why.items(), strict=True):
            assert line.startswith(f"carrel: {name}")
            assert reason in line
        assert last == "carrel: nothing could be read"
    for name in why:
        done = carrel("list", name, "refs.bib")
        assert (done.code, len(done.lines)) == (1, 3)
        assert done.err.count("\n") == 1
    for verb in ("cite", "export"):
        assert carrel(verb, "none.bib", "refs.bib").code == 1
    assert carrel("related", "doi:10.1000/deep.1", "none.bib", "refs.bib").code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(carrel: Program) -> None:
    (carrel.home / "refs.bib").chmod(0)
    assert "permission denied" in carrel("list", "refs.bib").err


def test_in_a_folder_that_is_gone_what_is_named_from_it_is_gone_and_the_rest_opens(
    carrel: Program,
) -> None:
    line = f"mkdir gone; cd gone; rmdir ../gone; $CARREL list x.bib {carrel.home / 'refs.bib'}"
    done = shell(carrel, line)
    assert (done.returncode, done.stdout.count("\n")) == (1, 3)
    assert done.stderr == "carrel: x.bib: no such file or directory\n"


def test_in_a_folder_that_is_gone_annotations_named_from_it_are_told_to_be_lost(
    carrel: Program,
) -> None:
    refs = carrel.home / "refs.bib"
    gone = "mkdir gone; cd gone; rmdir ../gone; export CARREL_DATA=own; $CARREL"
    for state, name in (("--state mine.json", "mine.json"), ("", "own/annotations.json")):
        told = f"carrel: {name} is named from a working folder that is gone\n"
        done = shell(carrel, f"{gone} list {refs} {state}")
        assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 3, told)
        done = shell(carrel, f"{gone} mark {refs} -q han --star {state}")
        assert done.returncode == 2
        assert done.stderr.startswith(f"{told}carrel: not saved: no such file or directory")
        done = shell(carrel, f"{gone} tags {state}")
        assert (done.returncode, done.stderr) == (1, f"{told}carrel: no paper has a tag\n")
        done = shell(carrel, f"{gone} doctor {state}")
        assert f"annotations: {name}: not there, can't be made\n" in done.stdout
        assert f"  {told.removeprefix('carrel: ')}" in done.stdout.partition("to mend")[2]
    done = shell(carrel, f"{gone} add --remove refs.bib")
    assert (done.returncode, done.stderr) == (2, "carrel: refs.bib was not remembered\n")


def test_a_source_of_which_no_paper_can_be_read_is_told(carrel: Program) -> None:
    carrel.file("none.ris", "TY  - JOUR\nER  - \n")
    carrel.file("none.json", '{"items": []}')
    for name in ("none.ris", "none.json"):
        for arguments in (["list", name], ["cite", "--from", name]):
            done = carrel(*arguments)
            assert (done.code, done.out) == (2, "")
            assert done.err.startswith(f"carrel: {name}:1: ")


EMPTY = {
    "empty.bib": b"",
    "blank.ris": b"\xef\xbb\xbf\r\n \r\n",
    "packed.bib.gz": gzip.compress(b"\n"),
    "noted.bib": b"% Encoding: UTF-8\n\n  % nothing yet\n",
    "jabref.bib": b"% Encoding: UTF-8\n\n@Comment{jabref-meta: databaseType:bibtex;}\n",
    "empty.jsonl": b"",
    "blank.ndjson.gz": gzip.compress(b" \n"),
    "none.json": b"[]",
    "none.jsonl": b"\xef\xbb\xbf [\r\n] \n",
    "strings.bib": b"@string{j = {A Journal}}\n@preamble{{\\newcommand{\\x}{}}}\n",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_bibliography_without_papers_is_no_problem(carrel: Program, name: str) -> None:
    carrel.file(name, EMPTY[name])
    for arguments in (
        ["list", name], ["list", name, "-q", "han"], ["cite", name], ["cite", "--from", name],
        ["export", name], ["mark", name, "-q", "han", "--star"],
    ):  # fmt: skip
        assert carrel(*arguments) == (1, "", "carrel: no paper found\n")
    done = carrel("check", name)
    assert (done.code, done.lines[-1]) == (0, "0 records of 0 papers; 0 rejected")
    assert carrel("list", name, "refs.bib").code == 0
    assert carrel("add", name).code == 0


def test_text_of_which_nothing_is_a_comment_is_no_bibliography(carrel: Program) -> None:
    carrel.file("words.bib", "% mine\nDear all\n")
    assert "words.bib:1: no known format" in carrel("list", "words.bib").err
    carrel.file("refs.txt", "% mine\n")
    assert "refs.txt:1: no known format" in carrel("list", "refs.txt").err
    carrel.file("zeros.bib", bytes(8))
    assert "zeros.bib: empty" in carrel("list", "zeros.bib").err


def test_a_file_of_a_folder_that_cannot_be_read_is_told_and_counted_by_check_alone(
    carrel: Program,
) -> None:
    carrel.file("papers/refs.bib", (carrel.home / "refs.bib").read_bytes())
    carrel.file("papers/shopping.txt", "Milk, bread.\n")
    for verb, code in (("list", 0), ("cite", 0), ("export", 0), ("check", 1)):
        done = carrel(verb, "papers")
        assert done.code == code
        assert "shopping.txt" in done.err + done.out


def test_a_remembered_source_that_is_gone_makes_the_exit_code_1(carrel: Program) -> None:
    carrel.file("gone.bib", "@book{b, title={B}}")
    carrel("add", "refs.bib", "gone.bib")
    (carrel.home / "gone.bib").unlink()
    done = carrel("export", "-o", "out.bib")
    assert done.code == 1
    assert "gone.bib: no such file or directory" in done.err
    assert (carrel.home / "out.bib").read_text().startswith("@article{han2016")


def test_a_name_that_has_lines_is_said_on_one(carrel: Program) -> None:
    carrel.file("two\nlines.bib", "@book{b, title={B}}")
    done = carrel("add", "two\nlines.bib")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "two\\nlines.bib" in done.err
    done = carrel("export", "-o", "two\nlines.ris")
    assert done.err == "carrel: 1 paper written to two\\nlines.ris\n"


def test_a_pipe_is_not_remembered_nor_waited_for(carrel: Program) -> None:
    os.mkfifo(carrel.home / "pipe.bib")
    assert carrel("add", "pipe.bib") == (2, "", "carrel: pipe.bib: not a file; not remembered\n")


def test_many_rejects_are_counted_not_listed(carrel: Program) -> None:
    carrel.file("bad.json", json.dumps([{"id": "a", "title": "A", "type": "book"}, *range(50)]))
    done = carrel("list", "bad.json")
    assert done.code == 0
    assert done.err.count("\n") == 4
    assert done.err.endswith("47 more; `carrel check` lists all\n")


def test_everything_works_on_a_read_only_mount(carrel: Program) -> None:
    carrel.file("library/refs.bib", (carrel.home / "refs.bib").read_bytes())
    (carrel.home / "mounted").mkdir()
    mount = "mount --bind library mounted && mount -o remount,bind,ro mounted"
    if shell(carrel, f"unshare --map-root-user --mount bash -c '{mount}'").returncode:
        pytest.skip("mounting is not allowed here")
    verbs = "$CARREL list mounted && $CARREL check mounted && ! touch mounted/x 2>/dev/null"
    done = shell(carrel, f"unshare --map-root-user --mount bash -c '{mount} && {verbs}'")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 3 + 3
