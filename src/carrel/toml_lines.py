"""Where in a TOML text its keys stand, which the standard library's reader does not tell."""

from __future__ import annotations

import re

# The tokens of TOML 1.0 (https://toml.io/en/v1.0.0) that tell where a statement ends. Each
# alternative begins with another character, so none is tried twice.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|'
    r"'''(?:[^']|'(?!''))*'{3,5}|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*|[\[{]|[\]}]|\n|=|[ \t]+|[^\s\"'#\[\]{}=]+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[str, int]:
    """The line, from 1, on which each key of a valid TOML text stands first, by its dotted name,
    tables included. Keys inside inline tables are not looked at."""
    lines: dict[str, int] = {}
    table: list[str] = []
    words: list[str] = []  # of the key or table name that is being read
    line, depth = 1, 0
    in_name, is_table = True, False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if in_name and token not in ("=", "\n") and token[0] not in " \t#":
            if token == "[":
                is_table = True
            elif token != "]":
                words += [token[1:-1]] if token[0] in "\"'" else filter(None, token.split("."))
        elif in_name and token in ("=", "\n") and words:
            name = words if is_table else [*table, *words]
            table = words if is_table else table
            for size in range(1, len(name) + 1):
                lines.setdefault(".".join(name[:size]), line)
            words, in_name, is_table = [], token == "\n", False
        elif token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
        elif token == "\n" and depth == 0:
            in_name = True
        line += token.count("\n")
    return lines
