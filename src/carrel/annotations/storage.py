"""The annotations document as it is on disk: read with distrust, written with care.

What goes wrong is either raised as OSError (this can't be written now) or put in words for the
person in `problems`; nothing that could not be read is ever lost by writing over it.
"""

from __future__ import annotations

import errno
from contextlib import AbstractContextManager, suppress

from carrel.annotations.annotation import difference
from carrel.annotations.disk import StateFile, TooLargeError
from carrel.annotations.document import (
    VERSION,
    Document,
    DocumentError,
    aliases_of,
    annotation_of,
    title_of,
)
from carrel.annotations.journal import OUTSIDE, Change, now
from carrel.refusals import reason
from carrel.text import counted


class Storage:
    """One annotations file. `document` is what it held when last read or written; it is not
    changed in place, and is replaced when something else is read."""

    def __init__(self, path: str) -> None:
        """Load the file, or its backup where it is gone or can't be read."""
        self.file = StateFile(path)
        self.problems: list[str] = []
        self._told: set[str] = set()
        self._data: bytes | None = None  # of `document`
        self._written_here = False  # was it carrel that wrote `_data`?
        self._signature = self.file.signature()  # when the file was last taken up
        self._expected = self._signature  # when it was read to be written
        self._doubtful = self._signature  # when it could not be read
        self.document = Document()
        self.document = self._load()

    def locked(self) -> AbstractContextManager[None]:
        """Hold off other windows, from reading the file again to having written it."""
        return self.file.locked()

    def write(self, document: Document) -> None:
        """Put the document on disk in the place of what `read_to_write` read, or raise OSError."""
        data = document.encode()
        self.file.write(data, self._expected)
        self.document, self._data, self._written_here = document, data, True
        self._signature = self.file.signature()

    def refresh(self) -> bool:
        """Take up what others wrote; did they? A file that is only half written, or gone, or
        can't be read, is left for later. Costs one `stat` where nothing happened."""
        signature = self.file.signature()
        if signature in (None, self._signature):
            return False
        try:
            document, data = self._read()
        except (OSError, DocumentError) as fault:
            if signature == self._doubtful:  # nobody goes on writing it
                self.tell(f"{self.file.path} can't be read: {fault}. What was known here is shown.")
                self._signature = signature
            self._doubtful = signature
            return False
        self._signature = signature
        if data is None or document is self.document:
            return False
        self.document, self._data, self._written_here = document, data, False
        return True

    def read_to_write(self) -> tuple[Document, list[Change]]:
        """The document as it is now, sure that the file may be overwritten; and what another
        program than carrel changed in it since carrel wrote it last. OSError if it may not."""
        self._expected = self.file.signature()
        try:
            document, data = self._read()
        except DocumentError as fault:
            kept = self.file.quarantine()
            self.tell(
                f"{self.file.path} is damaged: {fault}. It is kept as {kept}; "
                "what was known here takes its place."
            )
            return self.document, []
        if document.version > VERSION:
            message = f"a newer carrel wrote the file (version {document.version})"
            raise PermissionError(errno.EPERM, message)
        if document.remarks:
            self.file.quarantine()
        return document, self._outside(document, data)

    def tell(self, problem: str) -> None:
        """Have the person told, once."""
        if problem not in self._told:
            self._told.add(problem)
            self.problems.append(problem)

    def reason(self, error: OSError) -> str:
        """Why something can't be done, for a person."""
        return f"{reason(error)} ({error.filename or self.file.path})"

    # ------------------------------------------------------------ reading

    def _read(self) -> tuple[Document, bytes | None]:
        """The file's document and bytes; the known one where the file is as known, or gone."""
        try:
            data = self.file.read()
        except TooLargeError as error:
            raise DocumentError(error.strerror) from error
        if data is None or data == self._data:
            return self.document, data
        document = Document.parse(data)
        if document.version > VERSION:
            self.tell(
                f"{self.file.path} was written by a newer carrel (version {document.version}): "
                "it is shown as far as it is understood, and not written to."
            )
        elif document.remarks:
            more = f" and {len(document.remarks) - 5} more" if len(document.remarks) > 5 else ""
            self.tell(
                f"In {self.file.path}, {'; '.join(document.remarks[:5])}{more}. The rest is used. "
                + self._kept()
            )
        return document, data

    def _load(self) -> Document:
        """The first reading. The backup stands in where the file does not serve."""
        kept = ""
        try:
            document, self._data = self._read()
            if self._data is not None:
                return document
            fault = ""
        except DocumentError as damage:
            fault, kept = f"is damaged: {damage}", " " + self._kept()
        except OSError as error:
            fault = f"can't be read: {reason(error)}"
        try:
            backup = self.file.read(".bak")
            document = Document.parse(backup) if backup is not None else Document()
        except (OSError, DocumentError):
            backup, document = None, Document()
        if backup is not None:
            self.tell(
                f"{self.file.path} {fault or 'is gone'}.{kept} Its backup of "
                f"{self.file.modified('.bak')}, with {counted(len(document.papers), 'paper')}, "
                "is shown instead."
            )
        elif fault:
            self.tell(f"{self.file.path} {fault}.{kept} There is no backup of it.")
        return document

    def _kept(self) -> str:
        try:
            return f"The file is also kept as {self.file.quarantine()}."
        except OSError as error:
            return f"The file could not be kept under a second name: {self.reason(error)}."

    # ------------------------------------------------------------ others

    def _outside(self, document: Document, data: bytes | None) -> list[Change]:
        """What another program made of the state that carrel wrote last, which is the backup."""
        if data is None or (document is self.document and self._written_here):
            return []
        with suppress(OSError, DocumentError):
            backup = self.file.read(".bak")
            if backup is not None and backup != data:
                known = Document.parse(backup)
                papers, titles = {}, {}
                for key in sorted(changed_keys(known, document)):
                    old, new = known.papers.get(key, {}), document.papers.get(key, {})
                    if did := difference(annotation_of(old), annotation_of(new)):
                        papers[key], titles[key] = did, title_of(new) or title_of(old)
                if papers:
                    return [Change(now(), OUTSIDE, "Changed outside carrel", papers, titles)]
        return []


def changed_keys(one: Document, other: Document) -> set[str]:
    """The keys whose entries are not the same in both."""
    return {
        key
        for key in one.papers.keys() | other.papers.keys()
        if one.papers.get(key) != other.papers.get(key)
    }


def changed_ids(one: Document, other: Document) -> set[str]:
    """All ids of the papers whose entries are not the same in both."""
    keys = changed_keys(one, other)
    entries = [document.papers.get(key, {}) for key in keys for document in (one, other)]
    return keys.union(*map(aliases_of, entries))
