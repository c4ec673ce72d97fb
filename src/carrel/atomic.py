"""Writing a text file so that it is there whole or, if anything fails, as it was before."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress


def write_whole(
    path: str | os.PathLike[str],
    pieces: Iterable[str],
    *,
    errors: str = "backslashreplace",
    sync: bool = True,
) -> None:
    """Write pieces of text, as UTF-8, in a file's place.

    A symbolic link is followed and stays; so do the permissions of the file. What is no ordinary
    file (a pipe, a terminal) is written to as it stands. `errors` is what `str.encode` does with
    half a character; `sync` waits for the disk, so that even a power cut leaves the one or the
    other.

    Raises:
        OSError: it can't be written.
    """
    data = (piece.encode("utf-8", errors) for piece in pieces)
    if not os.path.basename(path):  # "name/" is a folder's, of which `realpath` makes a file's
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if os.path.exists(path) and not os.path.isfile(path):  # what /dev/stdout leads to has no name
        with open(path, "wb") as file:
            file.writelines(data)
        return
    path = os.path.realpath(path)
    # A short name of its own: that of the file may be as long as names can be.
    temporary = os.path.join(os.path.dirname(path), f".carrel-{os.urandom(6).hex()}.part")
    try:
        with open(temporary, "xb") as file:
            with suppress(FileNotFoundError):
                os.chmod(temporary, os.stat(path).st_mode & 0o777)
            file.writelines(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
