r"""TeX in the texts of a work: kept where it is meant, made readable, or escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.latex import to_unicode

_BETWEEN_DOLLARS = re.compile(r"\$((?:\\.|[^$\\])+)\$", re.DOTALL)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[&%#_${}\"'`^~=.()\[\], -])")
# What has TeX read or write a file, define, or read on by other rules. A text may come from
# anywhere, and needs none of it.
_POWERS = re.compile(
    r"\\(?:input|include|includegraphics|InputIfFileExists|IfFileExists|lstinputlisting|verbatiminput"
    r"|subfile|import|bibliography|addbibresource|usepackage|RequirePackage|documentclass|LoadClass"
    r"|open(?:in|out)|read(?:line)?|write|immediate|special|shipout|directlua|latelua|scantokens"
    r"|(?:end)?csname|expandafter|catcode|[egx]?def|let|futurelet|(?:re)?new(?:command|environment)"
    r"|providecommand|DeclareRobustCommand|verb)(?![A-Za-z])|\^\^"
)
_SPECIALS = re.compile(r"[&%#_$~^\\{}]")
_SPECIAL = {
    "&": "\\&",
    "%": "\\%",
    "#": "\\#",
    "_": "\\_",
    "$": "\\$",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
}


def escaped(text: str) -> str:
    """Text with TeX's special characters escaped; formulas and LaTeX commands stay."""
    if not _SPECIALS.search(text):
        return text
    paired = braces_match(text)
    return "".join(
        piece if formula else escaped_piece(piece, paired) for piece, formula in pieces(text)
    )


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut into stretches of plain text (False) and formulas (True)."""
    done = position = 0
    while match := _BETWEEN_DOLLARS.search(text, position):
        if _is_formula(match[1], text[match.end() : match.end() + 1]):
            yield text[done : match.start()], False
            yield match[0], True
            done = position = match.end()
        else:
            position = match.start() + 1
    yield text[done:], False


def _is_formula(inside: str, after: str) -> bool:
    """Is this a formula, and not what stands between two sums of money?"""
    if _POWERS.search(inside):
        return False
    tight = not inside[0].isspace() and not inside[-1].isspace() and not after.isdigit()
    return (tight or any(mark in inside for mark in "\\^_=")) and braces_match(inside)


def escaped_piece(text: str, paired: bool) -> str:
    """A stretch without formulas; `paired` says that its braces are LaTeX's."""
    ties = "~" in text and _ties(text)
    out = []
    done = 0
    for match in _SPECIALS.finditer(text):
        if match.start() < done:
            continue
        out.append(text[done : match.start()])
        done = match.end()
        character = match[0]
        command = _COMMAND.match(text, match.start()) if character == "\\" else None
        if command and _POWERS.match(command[0]):
            command = None
        if command and (paired or command[0][1] in "&%#_$"):
            out.append(command[0])
            done = command.end()
        elif (character in "{}" and paired) or (character == "~" and ties):
            out.append(character)
        else:
            out.append(_SPECIAL[character])
    out.append(text[done:])
    return "".join(out)


def _ties(text: str) -> bool:
    """Is "~" in this text TeX's space, as in "Fig.~1", and not "about", as in "z ~ 2"?"""
    return "~" not in to_unicode(text)


def braces_match(text: str) -> bool:
    """Do the braces match, as BibTeX counts them (escaped ones too)?"""
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def readable(text: str) -> str:
    r"""Text as it is printed: "G{\"o}del" is "Gödel". A formula between dollars stays as it is,
    since CSL processors print it so and much that a citation is pasted into can set it."""
    if not any(mark in text for mark in ("\\", "$", "{", "``", "''")):
        return text
    return "".join(piece if formula else to_unicode(piece) for piece, formula in pieces(text))
