from __future__ import annotations

from pathlib import Path

from textual import events

from carrel.memory import Memory
from tests.ui.papers import FEW, many, write
from tests.ui.screen import MIDDLE, NARROW, WIDE, running
from tests.ui.test_keeping import until


async def test_the_list_is_there_newest_first(few: Path) -> None:
    async with running(few) as screen:
        assert screen.titles == [paper["title"] for paper in FEW]
        assert "5 papers" in screen.lines[0]
        assert screen.title == "Pruned Rivers: Sparse Attention for Streams"


async def test_typing_filters_with_each_key_and_the_paper_keeps_in_step(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("kettl")
        assert screen.titles == ["A Quantised Kettle"]
        assert "1 of 5" in screen.lines[0]
        assert "Kettles with four bits" in screen.text
        await screen.press("backspace", "backspace", "backspace", "backspace", "backspace")
        assert len(screen.titles) == len(FEW)
        await screen.press("ctrl+n", "ctrl+n", "ctrl+p")  # and the line is typed in as before
        assert screen.title == screen.titles[1]
        await screen.type("kettle")
        assert screen.titles == ["A Quantised Kettle"]


async def test_a_pasted_link_finds_its_paper(few: Path) -> None:
    async with running(few) as screen:
        for link in ("https://arxiv.org/pdf/2503.00001v2", "arxiv.org/abs/2503.00001"):
            await screen.press("slash")
            screen.app.post_message(events.Paste(link))
            await screen.rest()
            await screen.settle()
            assert screen.titles == ["Pruned Rivers: Sparse Attention for Streams"]
            await screen.press("escape", "escape")
            screen.app.post_message(events.Paste(f" {link}\n"))  # also beside the line
            await screen.settle()
            assert screen.titles == ["Pruned Rivers: Sparse Attention for Streams"]
            await screen.press("escape")
            assert len(screen.titles) == len(FEW)


async def test_escape_clears_then_leaves_and_the_cursor_is_where_it_was(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j", "j", "slash")
        await screen.type("kettle")
        assert screen.title == "A Quantised Kettle"
        await screen.press("escape")
        assert screen.browse.filter_line.input.has_focus
        assert screen.title == "Müller Weights and their Gradients"
        await screen.press("escape")
        assert screen.browse.papers.has_focus


async def test_what_is_wrong_is_said_at_its_word_and_the_list_stays(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("a year:20x")
        assert len(screen.titles) == len(FEW)
        (line,) = [line for line in screen.lines if "a year is 2015" in line]
        assert line.index("^") == screen.lines[0].index("20x")
        await screen.press("escape")
        assert "a year is 2015" not in screen.text


async def test_nothing_found_says_so_and_how_to_go_on(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("zzzyx")
        assert "Nothing matches  zzzyx" in screen.text
        assert "esc clears the filter" in screen.text
        assert "0 of 5" in screen.lines[0]
        await screen.press("enter")
        for key in (*"feyYrtwoOvzJnlVI.", "ctrl+e", "space", "asterisk"):
            screen.browse.telling.hints.hush()
            await screen.press(key)
            assert "No paper is found" in screen.lines[-1], key
            assert "esc clears the filter" in screen.text, key
        for key, said in {"u": "Nothing to take back", "s": "newest first"}.items():
            await screen.press(key)
            assert said in screen.text
        await screen.press("escape", "escape")
        assert len(screen.titles) == len(FEW)


async def test_nothing_found_says_without_which_words_something_would_be(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("voss rivers year:2024")
        assert "1 paper without rivers" in screen.words
        assert "without voss" not in screen.words
        await screen.type(" | year:2025")
        assert "1 paper without voss 1 paper without rivers esc" in screen.words
        await screen.type(" cabbage")
        assert "paper without" not in screen.words  # three of them find nothing, either


async def test_a_field_without_a_value_is_not_what_was_asked_for_besides(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("zebra author:")
        assert "Nothing matches zebra author: esc" in screen.words


async def test_a_citation_that_finds_its_paper_by_some_of_its_words_says_so(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("Rowan and Voss. A quantised kettle. J Sm Mach 3:12")
        assert screen.titles == ["A Quantised Kettle"]
        assert "1 of 5 · not all words" in screen.lines[0]
        await screen.press("ctrl+u")
        await screen.type("quantised kettle")
        assert "1 of 5 · best first" in screen.lines[0]


async def test_a_folder_without_papers_says_how_to_open_some(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    async with running(folder) as screen:
        assert "There are no papers here" in screen.text
        assert "carrel add refs.bib" in screen.text
        await screen.press("exclamation_mark")
        assert "no file of a known kind" in " ".join(screen.text.split())


async def test_an_empty_bibliography_is_no_problem_and_fills_as_it_is_written(
    tmp_path: Path,
) -> None:
    source = tmp_path / "refs.bib"
    source.write_text("% nothing yet\n")
    async with running(source) as screen:
        assert "There are no papers here" in screen.text
        assert "could not be read" not in screen.text
        source.write_text("@book{a, title = {Wool}}\n")
        await until(screen, lambda: screen.titles == ["Wool"])


async def test_fields_are_completed_with_what_there_is(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("author:row")
        assert 'author:"Ben Rowan"' in screen.text
        await screen.press("tab")
        assert screen.browse.filter_line.input.value == 'author:"Ben Rowan" '
        assert sorted(screen.titles) == [
            "A Quantised Kettle",
            "Pruned Rivers: Sparse Attention for Streams",
        ]
        await screen.press("escape")
        await screen.type('boil" author:row')  # a mark behind a word opens no phrase
        await screen.press("tab")
        assert screen.browse.filter_line.input.value == 'boil" author:"Ben Rowan" '


async def test_a_tag_of_two_words_is_completed_and_finds_the_same(few: Path) -> None:
    async with running(few) as screen:
        for _ in range(2):
            await screen.press("t")
            await screen.type("to read")
            await screen.press("enter", "j")
        await screen.press("slash")
        await screen.type("#to")
        tagged = screen.titles
        assert len(tagged) == 2
        await screen.press("tab")
        assert screen.browse.filter_line.input.value == '#"to read" '
        assert screen.titles == tagged


async def test_a_question_mark_lists_all_that_can_be_asked(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash", "question_mark")
        for asked in ("author:", "year:", "is:", "has:", "tag:", "sort:"):
            assert asked in screen.text
        await screen.press("down", "down", "enter")
        assert screen.browse.filter_line.input.value.endswith(":")


async def test_earlier_queries_come_back_also_in_another_session(few: Path, tmp_path: Path) -> None:

    file = tmp_path / "data" / "memory.json"
    async with running(few, memory=Memory(file)) as screen:
        for query in ("kettle", "cabbage"):
            await screen.press("slash")
            await screen.type(query)
            await screen.press("enter", "escape")
    async with running(few, memory=Memory(file)) as screen:
        await screen.press("slash", "up")
        assert screen.browse.filter_line.input.value == "cabbage"
        await screen.press("up")
        assert screen.browse.filter_line.input.value == "kettle"
        assert screen.titles == ["A Quantised Kettle"]
        await screen.press("down", "down")
        assert screen.browse.filter_line.input.value == ""


async def test_back_and_forward_through_views(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("rowan")
        await screen.press("enter", "j")
        title = screen.title
        await screen.press("slash", "escape")
        await screen.type("cabbage")
        await screen.press("enter")
        assert screen.titles == ["Deep Cabbage Networks"]
        await screen.press("ctrl+o")
        assert screen.browse.filter_line.input.value == "rowan"
        assert screen.title == title
        await screen.press("ctrl+o")
        assert len(screen.titles) == len(FEW)
        await screen.press("tab", "tab")
        assert screen.titles == ["Deep Cabbage Networks"]


async def test_sorting_is_shown_and_remembered(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j")
        title = screen.title
        await screen.press("s", "t")
        assert screen.titles == sorted(screen.titles, key=str.casefold)
        assert screen.title == title  # the cursor stays on its paper
        assert title in screen.text
        assert "title" in screen.lines[0]
        assert screen.app.memory.now.sort == "title"
        await screen.press("s", "o")
        assert "oldest" in screen.lines[0]
        assert screen.titles[0] in ("Deep Cabbage Networks", "An Undated Draft")


async def test_the_latest_annotated_first(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j", "j", "f", "s", "l")
        assert screen.titles[0] == "Müller Weights and their Gradients"
        assert len(screen.titles) == len(FEW)


async def test_related_papers_and_back(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j", "full_stop")
        assert screen.titles[0] == "A Quantised Kettle"
        assert "related to “A Quantised Kettle”" in screen.lines[0]
        await screen.press("full_stop")
        assert len(screen.titles) == len(FEW)
        assert screen.title == "A Quantised Kettle"
        await screen.press("enter")
        assert "▌" not in screen.text
        await screen.press("full_stop")  # it is the list that shows them
        assert "▌" in screen.text


async def test_the_sidebar_counts_and_narrows(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        assert "Journal of Small Machines" in screen.text
        await screen.press("b")
        sidebar = screen.browse.sidebar
        assert sidebar.has_focus
        await screen.press("j", "space")
        value = screen.browse.filter_line.input.value
        assert value.startswith("year:")
        assert len(screen.titles) < len(FEW)
        await screen.press("space")
        assert screen.browse.filter_line.input.value == ""
        await screen.press("minus")
        assert screen.browse.filter_line.input.value == f"-{value}"
        await screen.press("b")
        assert not sidebar.display
        assert screen.browse.papers.has_focus


async def test_the_way_out_of_the_sidebar_is_shown_where_it_is_all_there_is(few: Path) -> None:
    async with running(few, size=NARROW) as screen:
        await screen.press("b")
        assert "esc to the list" in screen.lines[-1]


async def test_letters_choose_from_the_paper(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("j", "l", "s")
        assert screen.browse.filter_line.input.value == 'author:"Cora Voss"'
        assert screen.titles == ["A Quantised Kettle"]
        await screen.press("ctrl+o", "l", "escape")
        assert screen.browse.papers.has_focus
        assert len(screen.titles) == len(FEW)


async def test_matches_are_gone_to_one_after_the_other(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        await screen.type("cabbages")
        await screen.press("enter", "n")
        assert "1 of 61" in screen.text
        await screen.press("N")
        assert "61 of 61" in screen.text
        assert screen.browse.paper_view.scroll_offset.y > 0


async def test_thousands_of_papers_as_one_types(tmp_path: Path) -> None:
    source = write(tmp_path / "many.jsonl", many(2_500))
    async with running(source, size=MIDDLE) as screen:
        assert "2,500 papers" in screen.lines[0]
        await screen.press("slash")
        await screen.type("kettle 2411")
        assert screen.title.endswith(" 2411")
        await screen.press(
            "enter", "G", "g", "ctrl+d", "ctrl+u", "pagedown", "pageup", "end", "home"
        )
        await screen.press("escape", "G")
        assert screen.browse.papers.cursor == 2_499


async def test_keys_typed_fast_or_pasted_do_no_harm(few: Path) -> None:
    async with running(few, size=NARROW) as screen:
        from textual import events

        await screen.press("slash")
        pasted = f"kettle {'k' * 40}\x1b]0;x\x07" * 1_000
        screen.browse.filter_line.input.post_message(events.Paste(pasted))
        await screen.settle()
        value = screen.browse.filter_line.input.value
        assert value.isprintable()
        assert len(value) == 1_000
        screen.hand_over(*("ctrl+w" for _ in range(200)), *"cabbage")
        await screen.settle()
        assert screen.titles == ["Deep Cabbage Networks"]
