"""The annotations file on disk: locked, read, replaced as a whole, backed up, never lost.

Everything here is a call of `os`, one after the other, so that a test can end the process before
and after each. Beside FILE, in the folder that it really lies in (a symbolic link is
followed, and stays):

    FILE.lock           held while the file is read, changed and written
    FILE.tmp            the next state, until it is whole and takes FILE's place
    FILE.bak            the state that carrel wrote last, for when FILE turns out damaged
    FILE.bad-<time>     a FILE that could not be read, kept before its place was taken
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from carrel.folders import real

if sys.platform != "win32":
    import fcntl

MOST_BYTES = 128 << 20  # some 400,000 annotated papers; nothing larger is read or written
_PATIENCE = 5.0  # seconds to wait for another window that is saving
BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends
# What `flock` says where the file system has no locks (some network mounts).
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


class TooLargeError(OSError):
    """The file has more than `MOST_BYTES`."""


class ChangedError(OSError):
    """Another program wrote the file between reading it and replacing it."""


Signature = tuple[int, int, int, int]


class StateFile:
    """One file of at most `MOST_BYTES`. Methods raise OSError with a `strerror` for a person."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lockless = False  # set when the lock turned out not to exist here

    @property
    def real(self) -> str:
        """Where the file lies, symbolic links followed (again each time: they may be turned)."""
        return real(self.path)

    def signature(self) -> Signature | None:
        """What differs when somebody wrote the file; None where there is none to be seen."""
        try:
            status = os.stat(self.path)
        except OSError:
            return None
        return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)

    def read(self, suffix: str = "") -> bytes | None:
        """The bytes of the file (or of its neighbour FILE + `suffix`); None if it is not there."""
        try:
            # Opening a pipe must not wait for its writer.
            fd = os.open(self.real + suffix, os.O_RDONLY | BINARY | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            return None
        try:
            status = os.fstat(fd)
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "it is not an ordinary file")
            if status.st_size > MOST_BYTES:
                raise TooLargeError(errno.EFBIG, f"it is too large ({status.st_size >> 20} MB)")
            pieces = []
            while piece := os.read(fd, status.st_size + 1):
                pieces.append(piece)
            return b"".join(pieces)
        finally:
            os.close(fd)

    def modified(self, suffix: str = "") -> str:
        """When the file was last written, local time, for a person."""
        try:
            written = os.stat(self.real + suffix).st_mtime
        except OSError:
            return "an unknown time"
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(written))

    # ------------------------------------------------------------ writing

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other windows from writing meanwhile. TimeoutError after some seconds in vain."""
        path = self.real
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        while True:
            fd = os.open(path + ".lock", os.O_RDWR | os.O_CREAT, 0o666)
            try:
                self._wait_for(fd)
                if not self.lockless and not _same_file(fd, path + ".lock"):
                    continue  # somebody took the lock file away while we waited for it
                yield
                return
            finally:
                os.close(fd)

    def _wait_for(self, fd: int) -> None:
        deadline = time.monotonic() + _PATIENCE
        pause = 0.001
        while not self.lockless:
            try:
                _try_lock(fd)
                return
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    self.lockless = True
                    return
                if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                    raise
                if time.monotonic() > deadline:
                    raise TimeoutError(errno.ETIMEDOUT, "another window keeps it locked") from error
            time.sleep(pause)
            pause = min(0.02, pause * 1.5)

    def write(self, data: bytes, expected: Signature | None) -> None:
        """Put `data` in the file's place: on disk, whole or not at all. Mode and owner stay.

        `ChangedError` if the signature is not `expected`: programs that know nothing of the lock
        (an editor, `git pull`) write the file as well.
        """
        if len(data) > MOST_BYTES:
            raise TooLargeError(errno.EFBIG, f"it would be too large ({len(data) >> 20} MB)")
        path = self.real
        try:
            old: os.stat_result | None = os.stat(path)
        except FileNotFoundError:
            old = None
        if old is not None and not old.st_mode & 0o222:
            raise PermissionError(errno.EACCES, "it is write-protected")
        # Under the lock one name does; an orphan of a crash is overwritten by the next save.
        temporary = f"{path}.{os.getpid()}.tmp" if self.lockless else f"{path}.tmp"
        self._write_new(temporary, data, old, sync=True)
        try:
            if self.signature() != expected:
                raise ChangedError(errno.EBUSY, "another program is writing it")
            os.replace(temporary, path)
        except OSError:
            _discard(temporary)
            raise
        _sync_folder(os.path.dirname(path))
        # The backup need not be synced: it matters when FILE is damaged later, by others.
        with suppress(OSError):
            self._write_new(temporary, data, old, sync=False)
            os.replace(temporary, path + ".bak")

    def _write_new(
        self, path: str, data: bytes, like: os.stat_result | None, *, sync: bool
    ) -> None:
        with suppress(FileNotFoundError):
            os.unlink(path)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o666)
        try:
            if like is not None:
                _take_after(path, like)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(fd, rest) :]
            if sync:
                os.fsync(fd)
        except OSError:
            _discard(path)
            raise
        finally:
            os.close(fd)

    def quarantine(self) -> str:
        """Keep the file as it is under another name; that name. It stays in its place as well.

        A second name of the same file takes no space and no time, and a program that is still
        writing to it writes to what is kept. Its time tells the name, so one bad file is kept once.
        """
        path = self.real
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(os.stat(path).st_mtime))
        for number in range(1, 1000):
            kept = f"{path}.bad-{stamp}" + (f"-{number}" if number > 1 else "")
            if os.path.exists(kept):
                if os.path.samefile(path, kept) or _same_bytes(path, kept):
                    return kept
                continue
            try:
                os.link(path, kept)
            except FileExistsError:  # another window keeps it at this moment
                continue
            except OSError:  # a file system without second names
                _copy(path, kept)
            return kept
        raise OSError(errno.EEXIST, "too many damaged files are kept beside it")


def _try_lock(fd: int) -> None:
    """Lock an open file against others, or fail at once."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _same_file(fd: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except FileNotFoundError:
        return False


def _take_after(path: str, like: os.stat_result) -> None:
    os.chmod(path, stat.S_IMODE(like.st_mode))
    if hasattr(os, "chown"):
        own = os.stat(path)
        if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
            with suppress(OSError):  # only root may give files away
                os.chown(path, like.st_uid, like.st_gid)


def _sync_folder(path: str) -> None:
    """Make a change of name last through a power cut, where the system can."""
    with suppress(OSError):
        fd = os.open(path, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _discard(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _copy(path: str, kept: str) -> None:
    import shutil

    try:
        shutil.copy2(path, kept + ".tmp")
        os.replace(kept + ".tmp", kept)
    except OSError:
        _discard(kept + ".tmp")
        raise


def _same_bytes(path: str, other: str) -> bool:
    import filecmp

    return filecmp.cmp(path, other, shallow=False)
