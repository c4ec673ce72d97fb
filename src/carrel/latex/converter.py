"""One pass over a text that holds LaTeX."""

from __future__ import annotations

import re
from itertools import accumulate

from carrel.latex.commands import (
    ACCENTS,
    ARGUMENTS,
    BARE_ACCENTS,
    DECLARATIONS,
    ESCAPED,
    FUNCTION_NAMES,
    FUNCTIONS,
    LETTERS,
    SPACES,
    STYLES,
    SYMBOLS,
    VERBATIM,
    accented,
    rewritten,
)
from carrel.latex.formulas import end_of_formula

# What is not plain text, in text and in formulas. Each begins with a set of characters, which the
# regular expression engine skips to several times as fast as to one of several alternatives.
_COMMAND = r"(?<=\\)(?:[A-Za-z]+|.|$)"
_IN_TEXT = re.compile(
    rf"[\\{{}}$~`'-](?:{_COMMAND}|(?<=[{{}}$~])|(?<=-)-+|(?<=`)`|(?<=')')", re.DOTALL
)
_IN_MATH = re.compile(rf"[\\{{}}$~^_'](?:{_COMMAND}|(?<=[^\\]))", re.DOTALL)
_NAME = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
# A command whose argument has lost its braces, as in some proceedings: "\sqrtT", "\textpoly(d)".
_GLUED = re.compile(
    r"(sqrt|math(?:cal|bb|bf|rm|sf|frak|scr)|text(?:sc|bf|it|rm|sf|tt)(?=[A-Z])|widetilde|widehat)"
    r"[A-Za-z]+|(tilde|hat|bar)[A-Za-z]|(text)[a-z]+"
)
_WORD = re.compile(r"[A-Za-z]+")
_BLANK = re.compile(r"[ \t]*\n?[ \t]*")
_UNESCAPED = re.compile(r"\\([%&_#~{}])")
# Rewriting an argument needs it in one piece. Beyond these bounds nothing is rewritten, which
# keeps the whole linear in its input however deep its groups nest.
_LONGEST = 1000  # characters of an argument, or of an address
_DEEPEST = 200  # groups within groups


class _Group:
    """An open brace, argument or formula.

    `becomes` says what happens to its content at its end, `rest` the same of the arguments that
    follow; `opening` is its source up to the content, put back if it turns out not to be one;
    `index` counts the pieces before the content; `math` is the mode outside; `bare` is an argument
    without braces, which one character or command completes.
    """

    __slots__ = ("bare", "becomes", "index", "math", "opening", "rest", "style")

    def __init__(self, becomes: tuple[str, ...], opening: str, index: int) -> None:
        self.becomes, *self.rest = becomes
        self.opening = opening
        self.index = index
        self.style = ""
        self.math = self.bare = False


class Converter:
    """One pass over one text. Positions are indexes into `source`."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._pieces: list[str] = []
        self._emit = self._pieces.append
        self._marks: list[tuple[int, int, str]] = []  # spans, in pieces
        self._groups: list[_Group] = []
        self._overdeep = 0
        self._math = False
        self._math_end = self._math_stop = -1  # where the formula's closing delimiter stands
        self._after_math = -1  # the number of pieces when the last formula ended

    def run(self) -> str:
        """The whole source as plain text, to be called once."""
        source = self.source
        position = 0
        while match := (_IN_MATH if self._math else _IN_TEXT).search(source, position):
            start = match.start()
            if start > position:
                self._emit(source[position:start])
            if start == self._math_end:
                position = self._close_math()
                continue
            waiting = self._groups[-1] if self._groups and self._groups[-1].bare else None
            position = self._token(match[0], match.end())
            if waiting and self._groups and self._groups[-1] is waiting:
                position = self._close(position)
        self._emit(source[position:])
        while self._groups:
            self._restore(self._groups.pop())
        return "".join(self._pieces)

    def spans(self) -> list[tuple[int, int, str]]:
        """Start, end and style of what is set apart in the result of `run`."""
        ends = [0, *accumulate(map(len, self._pieces))]
        found = ((ends[first], ends[last], style) for first, last, style in self._marks)
        return [span for span in found if span[0] < span[1]]

    def _tail(self) -> str:
        """The last two characters so far."""
        if self._pieces and len(self._pieces[-1]) > 1:
            return self._pieces[-1][-2:]
        return "".join([piece[-2:] for piece in self._pieces[-8:]])[-2:]

    def _token(self, token: str, end: int) -> int:
        """Take the special `token` that ends at `end`; where to go on."""
        first = token[0]
        if first == "\\":
            return self._command(token[1:], end)
        if first == "{":
            self._open(("",), "{")
        elif first == "}":
            return self._close_brace(end)
        elif first == "$":
            return self._open_math("$$" if self.source[end : end + 1] == "$" else "$", end)
        elif first == "~":
            self._tie(end)
        elif first in "^_":
            return self._argument((first,), first, end)
        elif token == "'":
            self._emit("′")
        elif token == "``":
            self._emit("“")
        elif token == "''":
            self._emit("”")
        else:
            self._dash(token, end)
        return end

    # ------------------------------------------------------------ punctuation

    def _dash(self, dashes: str, end: int) -> None:
        before, after = self._tail()[-1:], self.source[end : end + 1]
        arrow = before in ("<", "!") or after == ">"
        option = after.isalpha() and (not before or before.isspace())  # `--verbose`
        if len(dashes) == 2 and not arrow and not option:
            self._emit("–")
        elif len(dashes) == 3:
            self._emit("—")
        else:
            self._emit(dashes)

    def _tie(self, end: int) -> None:
        """`~` is a space that ties two words, or else what the author writes for "about"."""
        tail, after = self._tail(), self.source[end : end + 1]
        earlier, before = tail[:-1], tail[-1:]
        number = after.isdigit()
        about = not self._math and after != "\\" and (
            before in ("", "(", "[", "=", "<", ">", "≈") or before.isspace()
            or not after or after.isspace()
            or (number and (before.isdigit() or before == "%"))  # 31%~99%
            or (number and before.isalpha() and not earlier.isalnum())  # z~2
            or (number and self._after_math == len(self._pieces))
            or (before == "/" and not earlier.isspace())  # example.org/~name
        )  # fmt: skip
        if about:
            self._emit("~")
        elif not before.isspace():
            self._emit(" ")

    # ------------------------------------------------------------ commands

    def _command(self, name: str, end: int) -> int:
        after = self.source[end : end + 1]
        if name in ESCAPED:
            self._emit(name)
        elif name in SPACES:
            if SPACES[name] and not self._tail()[-1:].isspace() and not after.isspace():
                self._emit(" ")
        elif name in ("(", "["):
            return self._open_math("\\" + name, end)
        elif name in ACCENTS and (len(name) > 1 or not name.isalpha() or not self._math):
            return self._accent(name, end)
        elif name in LETTERS:
            start = self._skip_blank(end)
            word = _WORD.match(self.source, start) if name == "textbackslash" else None
            if word and (word[0] in SYMBOLS or word[0] in ARGUMENTS):
                return self._command(word[0], word.end())  # LaTeX, escaped once too often
            self._emit(LETTERS[name])
            return start
        elif name in FUNCTIONS:
            self._function(FUNCTION_NAMES.get(name, name), after)
        elif symbol := SYMBOLS.get(name) or SYMBOLS.get(name.removeprefix("text"), ""):
            return self._symbol(symbol, end)
        elif name in DECLARATIONS:
            if self._groups and self._groups[-1].becomes == "":
                self._groups[-1].style = DECLARATIONS[name] or self._groups[-1].style
            return self._skip_blank(end)
        elif name in VERBATIM:
            return self._address(name, end)
        elif name in ARGUMENTS and after != "[":
            starred = after == "*"
            style = STYLES.get(name, "")
            return self._argument(ARGUMENTS[name], "\\" + name, end + starred, style)
        elif (glued := _GLUED.fullmatch(name)) and (
            after == "(" or (after != "{" and not glued[3])
        ):
            known = glued[1] or glued[2] or glued[3]
            return self._command(known, end - len(name) + len(known))
        else:
            self._emit("\\" + name)
            return self._keep_group(end)
        return end

    def _skip_blank(self, position: int) -> int:
        match = _BLANK.match(self.source, position)
        return match.end() if match else position

    def _function(self, name: str, after: str) -> None:
        if self._math and self._tail()[-1:].isalnum():
            self._emit(" ")
        self._emit(f"{name} " if self._math and (after == "\\" or after.isalnum()) else name)

    def _symbol(self, symbol: str, end: int) -> int:
        """In math, the space that ends a command's name is none between symbols."""
        after = self.source[end : end + 2]
        if self._math and symbol in "⟩⌋⌉" and self._pieces:
            self._pieces[-1] = self._pieces[-1].rstrip(" ")
        if not self._math or after[:1] != " ":
            self._emit(symbol)
            return end
        before = self._tail()[-1:]
        self._emit(symbol)
        if symbol.isalpha() or symbol in "∂∇√∑∏∫":
            gobbled = after[1:].isalnum()
        else:
            gobbled = symbol in "⟨⌊⌈" or not (before.isspace() or not before)
        return end + gobbled

    def _accent(self, name: str, end: int) -> int:
        after = self.source[end : end + 1]
        if name in "'\"" and after.isalpha():
            # A backslash before a quotation mark may also be some programming language's escape.
            alone = len(accented(ACCENTS[name], after)) > 1
            genitive = (
                name == "'" and after == "s" and self.source[max(0, end - 3) : end - 2].isalpha()
            )
            if alone or (genitive and not self.source[end + 1 : end + 2].isalpha()):
                self._emit(name)
                return end
        if name in BARE_ACCENTS:
            if self.source.startswith("{}", end):
                self._emit(BARE_ACCENTS[name])
                return end + 2
            if not (
                after and (after.isalpha() or after in "{\\ " or (name == "=" and after.isdigit()))
            ):
                self._emit(name if name in "'\"" else "\\" + name)
                return end
        return self._argument(("accent",), "\\" + name, end)

    def _address(self, name: str, end: int) -> int:
        """`\\url{…}`: nothing in it is LaTeX, save escapes."""
        start = self._skip_blank(end)
        close = self.source.find("}", start, start + _LONGEST)
        if self.source[start : start + 1] != "{" or close < 0:
            self._emit("\\" + name)
            return end
        self._emit(_UNESCAPED.sub(r"\1", self.source[start + 1 : close]))
        return close + 1

    # ------------------------------------------------------------ groups and arguments

    def _open(self, becomes: tuple[str, ...], opening: str, style: str = "") -> bool:
        """Open a group, unless there are too many; then its opening is text."""
        if len(self._groups) >= _DEEPEST:
            self._emit(opening)
            self._overdeep += opening.endswith("{")
            return False
        group = _Group(becomes, opening, len(self._pieces) + 1)
        group.style = style
        group.math = self._math
        if becomes[0] in ("text", "math"):
            self._math = becomes[0] == "math"
        self._groups.append(group)
        self._pieces.append("")  # the opening, should it have to be restored
        return True

    def _argument(self, becomes: tuple[str, ...], opening: str, end: int, style: str = "") -> int:
        """Take what follows as an argument: a group in braces, else one character or command."""
        start = self._skip_blank(end)
        first = self.source[start : start + 1]
        if first == "{":
            self._open(becomes, opening + self.source[end : start + 1], style)
            return start + 1
        nested = len(self._groups) > 1 and self._groups[-1].bare and self._groups[-2].bare
        if not first or first in "}$^_~" or start == self._math_end or nested:
            self._emit(opening)
            return end
        if first == "\\":
            match = _NAME.match(self.source, start)
            name = match[1] if match else ""
            if not any(name in table for table in (LETTERS, SYMBOLS, ARGUMENTS, ACCENTS, ESCAPED)):
                self._emit(opening)
                return end
        if not self._open(becomes, opening + self.source[end:start], style):
            return start
        self._groups[-1].bare = True
        if first == "\\":
            return start
        self._emit(first)
        return self._close(start + 1)

    def _keep_group(self, end: int) -> int:
        """The braces after an unknown command stay as they stand."""
        if self.source[end : end + 1] != "{":
            return end
        if self._open(("kept",), "{"):
            self._emit("{")
        return end + 1

    def _close_brace(self, end: int) -> int:
        if self._overdeep:
            self._overdeep -= 1
        elif self._groups and self._groups[-1].becomes != "$":
            return self._close(end)
        self._emit("}")
        return end

    def _close(self, end: int) -> int:
        """End the innermost group, and those that were waiting for it."""
        while True:
            group = self._groups.pop()
            self._math = group.math
            if group.style:
                self._marks.append((group.index, len(self._pieces), group.style))
            if group.becomes == "kept":
                self._emit("}")
                end = self._keep_group(end)
            elif group.becomes == "drop":
                if self.source.startswith("{", self._skip_blank(end)):
                    self._cut(group)
                else:
                    group.rest = []
            elif group.becomes not in ("", "text", "math"):
                self._rewrite(group)
            if group.rest:
                end = self._argument(tuple(group.rest), "", end)
            if not (self._groups and self._groups[-1].bare):
                return end

    def _cut(self, group: _Group) -> str:
        """Take the content of a group, just closed, out of the text."""
        content = "".join(self._pieces[group.index :])
        del self._pieces[group.index :]
        while self._marks and self._marks[-1][0] >= group.index:
            self._marks.pop()
        return content

    def _restore(self, group: _Group) -> None:
        """The opening of a group that is none goes back in."""
        self._pieces[group.index - 1] = group.opening

    def _rewrite(self, group: _Group) -> None:
        pieces = self._pieces[group.index : group.index + _LONGEST]
        if sum(map(len, pieces)) + len(pieces) < _LONGEST:
            content = self._cut(group)
            result = rewritten(group.becomes, group.opening, content)
            self._emit(content if result is None else result)
            if result is not None:
                return
        self._restore(group)
        if not group.bare:
            self._emit("}")

    # ------------------------------------------------------------ formulas

    def _open_math(self, opening: str, end: int) -> int:
        """Start a formula where there is one; a lone dollar is a dollar."""
        start = end + (opening == "$$")
        found = end_of_formula(self.source, opening, start)
        if found < 0 or self._math or not self._open(("$",), opening):
            self._emit(opening)
            return start
        self._math = True
        self._math_end = found
        self._math_stop = found + len(opening)
        return start

    def _close_math(self) -> int:
        while (group := self._groups.pop()).becomes != "$":
            self._restore(group)
        self._overdeep = 0
        self._math = group.math
        self._math_end = -1
        self._after_math = len(self._pieces)
        return self._math_stop
