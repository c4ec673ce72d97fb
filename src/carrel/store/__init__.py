"""What was read from sources, kept on disk: records by number, without reading them all again.

A file here belongs to one source as it was at one time (its `Stamp`), and appears whole or not at
all. It is of one of two kinds: records, each compressed by itself; or, for a source of which
every line is a record, only the places of the lines.
"""

from carrel.store.files import NotLinesError, RecordFile, write, write_lines
from carrel.store.stamp import Stamp

__all__ = ["NotLinesError", "RecordFile", "Stamp", "write", "write_lines"]
