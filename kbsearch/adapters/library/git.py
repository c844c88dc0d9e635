"""Articles as they are in one Git commit: nothing of the working tree is read, nothing of the repository is run."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kbsearch.adapters.library.entries import Entry, Kind, is_hidden, makes_owner, sift
from kbsearch.adapters.library.owners import arrange, marks_arranged, name_of, told_apart
from kbsearch.core.faults import NESTED_CLIENT, printable
from kbsearch.core.model import Fault
from kbsearch.core.ports import OwnerFiles, SourceFile
from kbsearch.errors import StateError, UserError

_HARDENED = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.symlinks=false"),
    *("-c", "protocol.allow=never", "-c", "protocol.ext.allow=never"),  # a partial clone must not fetch
    *("--no-optional-locks", "--no-pager", "--literal-pathspecs", "--no-replace-objects"),
)
_TIMEOUT_S = 120
HEAD = "HEAD"
_KINDS: dict[bytes, Kind] = {b"100644": "file", b"100755": "file", b"120000": "symlink", b"160000": "submodule"}


_FOREIGN = re.compile(rb"^fatal: detected dubious ownership in repository at '(.*)'$", re.MULTILINE)


class NotInGitError(UserError):
    """The folder is not part of a commit; reading the disk (`KBSEARCH_SOURCE=worktree`) works."""


class ForeignRepositoryError(UserError):
    """The repository is another user's: git does not open it, as its settings could run programs."""


def git(folder: Path, *arguments: str, stdin: bytes | None = None, timeout_s: float = _TIMEOUT_S) -> bytes:
    """Standard output of one read-only git command run in `folder`; `UserError` with git's own words on failure.

    No hook, pager, prompt, network, system or user configuration; variables such as `GIT_DIR` are not inherited.
    """
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }
    command = ["git", *_HARDENED, *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            input=stdin or b"",
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except FileNotFoundError:
        raise UserError(
            f"git is not installed, or {folder} does not exist. Install git, or set KBSEARCH_SOURCE=worktree."
        ) from None
    except NotADirectoryError:
        raise UserError(f"{folder} is not a folder.") from None
    except subprocess.TimeoutExpired:
        raise StateError(f"git {arguments[0]} took more than {timeout_s:g} s in {folder}.") from None
    if done.returncode:
        if foreign := _FOREIGN.search(done.stderr):
            raise _foreign(Path(os.fsdecode(foreign[1])))
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UserError(f"git {arguments[0]} failed in {folder}: {words[-1] if words else 'no message'}")
    return done.stdout


def _foreign(repository: Path) -> ForeignRepositoryError:
    """With what helps. What git itself proposes does not: no configuration of a user is read here."""
    me = os.geteuid()
    there = (path.lstat().st_uid for path in (repository, repository / ".git") if os.path.lexists(path))
    owner = next((uid for uid in there if uid != me), None)
    # of a repository whose `.git` names a folder elsewhere it is not known whose that is
    name = "another user" if owner is None else f"the user {_name_of_user(owner)}"
    message = f"The Git repository {repository} belongs to {name}, and git opens none of another user."
    mends = [] if owner == 0 else [f"run kbsearch as {'that user' if owner is None else name}"]
    if owner is not None:
        mine = f"`chown -R {_name_of_user(me)} {shlex.quote(str(repository))}`"
        mends.append(f"if you trust what is in it, give it to the user that runs kbsearch: {mine}")
    mend = "; or ".join(mends)
    return ForeignRepositoryError(printable(f"{message} {mend[0].upper()}{mend[1:]}."))


def _name_of_user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def commit_of(folder: Path, ref: str) -> str:
    """Full id of the commit that `ref` names in the repository around `folder`."""
    if ref.startswith("-") or not ref or "\0" in ref:
        raise UserError(f"“{ref}” is not a Git reference. Give a branch, a tag or a commit.")
    try:
        git(folder, "rev-parse", "--git-dir")
    except UserError as error:
        if "not a git repository" not in str(error):
            raise  # for instance a repository of another user: reading the disk instead would hide it
        if there := _repository_around(folder):
            raise _unreadable(there, str(error)) from None
        mend = "Set KBSEARCH_SOURCE=worktree to read the files on disk." if ref == HEAD else f"It has no “{ref}”."
        raise NotInGitError(f"{folder} is not in a Git repository. {mend}") from None
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except UserError:
        if ref == HEAD and not _is_unborn(folder):
            raise _unreadable(_repository_around(folder) or folder, "its HEAD names no commit that it has") from None
        commit = "Commit first, or set KBSEARCH_SOURCE=worktree."
        mend = commit if ref == HEAD else "Give an existing branch, tag or commit."
        raise NotInGitError(f"There is no commit “{ref}” around {folder}. {mend}") from None


def _repository_around(folder: Path) -> Path | None:
    """The nearest folder, from `folder` up and as far as git looks, that says it is a repository's, sound or not."""
    here = folder.resolve()
    device = here.stat().st_dev
    for place in (here, *here.parents):
        if place.stat().st_dev != device:
            return None
        is_bare = (place / "HEAD").is_file() and all((place / part).is_dir() for part in ("refs", "objects"))
        if is_bare or os.path.lexists(place / ".git"):
            return place
    return None


def _is_unborn(folder: Path) -> bool:
    """Whether nothing was ever committed: HEAD names a branch, and there is no reference and no commit at all."""
    try:
        git(folder, "symbolic-ref", "--quiet", HEAD)
        references = git(folder, "for-each-ref", "--count=1", "--format=%(refname)")
        kinds = git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    except UserError:
        return False
    return not references and b"commit" not in kinds.split()


def _require_sound(root: Path, commit: str, prefix: str) -> None:
    """Raises `StateError` where a commit seems not to hold the folder because something of Git's is damaged."""
    there = _repository_around(root) or root
    try:
        git(root, "ls-tree", "-z", "--full-tree", commit, "--", prefix)
        is_passed_over = bool(git(there, "rev-parse", "--show-prefix").strip())
    except UserError as error:
        raise _unreadable(there, str(error)) from None
    if is_passed_over:  # git takes a damaged one for none, and looks further up
        raise _unreadable(there, "git passes it over for one further up")


def _unreadable(repository: Path, words: str) -> StateError:
    """Never taken for a folder without Git: its files on disk may be drafts that nobody reviewed."""
    message = f"The Git repository {repository} cannot be read: {words.rstrip('.')}."
    mend = "KBSEARCH_SOURCE=worktree reads the files on disk, without Git."
    return StateError(printable(f"{message} {mend}"), remedy=f"git -C {shlex.quote(str(repository))} fsck")


class GitLibrary:
    """The articles folder `root` as it is in commit `ref`; `root` may be any folder of the repository."""

    def __init__(self, root: Path, ref: str = HEAD) -> None:
        self._root = root
        self._commit = commit_of(root, ref)
        prefix = os.fsdecode(git(root, "rev-parse", "--show-prefix").removesuffix(b"\n").rstrip(b"/"))
        try:
            tree = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{self._commit}:{prefix}")
        except UserError:
            _require_sound(root, self._commit, prefix)
            message = f"Commit {self._commit[:12]} does not hold the folder {prefix}."
            raise NotInGitError(f"{message} Commit it first, or set KBSEARCH_SOURCE=worktree.") from None
        self._entries = tuple(_tree_entries(root, tree.decode().strip()))
        top, self._by_folder = _by_folder(self._entries)
        holding = [name for name, entries in self._by_folder.items() if _holds_something(name, entries)]
        self._arrangement = arrange(name_of(root), top, holding, self._is_arranged)

    @property
    def commit(self) -> str:
        return self._commit

    def owners(self) -> Mapping[str, str]:
        return self._arrangement.owners

    def read(self, owner: str) -> OwnerFiles:
        """All files of one owner in one `cat-file --batch`. Bytes are as committed, without end-of-line filters."""
        sifted = sift(owner, self._of(owner))
        contents = blobs(self._root, [entry.blob for entry in sifted.files])
        files = tuple(SourceFile(e.path, data, e.blob) for e, data in zip(sifted.files, contents, strict=True))
        return OwnerFiles(files, sifted.faults, sifted.others)

    def faults(self) -> tuple[Fault, ...]:
        return (*self._arrangement.faults, *told_apart(self._arrangement, self._is_arranged))

    def blob_ids(self) -> dict[str, str]:
        """Path from the articles folder → blob id, of every file an owner has, read or not."""
        return {
            f"{folder}/{entry.path}" if folder else entry.path: entry.blob
            for owner, folder in self.owners().items()
            for entry in self._of(owner)
            if not is_hidden(entry.path)
        }

    def _of(self, owner: str) -> Sequence[Entry]:
        """The owner's entries, with paths from its folder."""
        folder = self._arrangement.owners.get(owner)
        return () if folder is None else self._by_folder.get(folder, ()) if folder else self._entries

    def _is_arranged(self) -> bool:
        return any(marks_arranged(entry.path) for entry in self._entries)


def _tree_entries(root: Path, tree: str) -> Iterator[Entry]:
    for record in git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", tree).split(b"\0"):
        if record:
            meta, _, name = record.partition(b"\t")
            mode, _, blob, size = meta.split()
            path = name.decode("utf-8", "surrogateescape")
            yield Entry(path, _KINDS.get(mode, "special"), int(size) if size.isdigit() else 0, blob.decode())


def _holds_something(folder: str, entries: Sequence[Entry]) -> bool:
    sifted = sift(folder, entries)
    nested = any(fault.code == NESTED_CLIENT for fault in sifted.faults)  # somebody's, with a fault, and not gone
    return nested or any(makes_owner(entry.path) for entry in sifted.files)


def _by_folder(entries: Sequence[Entry]) -> tuple[list[Entry], dict[str, list[Entry]]]:
    """Entries right in the articles folder, and those of each folder in it with paths from that folder."""
    top: list[Entry] = []
    owned: dict[str, list[Entry]] = {}
    for entry in entries:
        owner, slash, path = entry.path.partition("/")
        if slash:
            owned.setdefault(owner, []).append(Entry(path, entry.kind, entry.size, entry.blob))
        else:
            top.append(entry)
    return top, owned


def blobs(root: Path, ids: Sequence[str]) -> list[bytes]:
    """Contents of the blobs, in the order asked. Raises `StateError` where one is missing or damaged."""
    if not ids:
        return []
    try:
        output = git(root, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in ids).encode())
    except UserError as error:  # nobody asked for what is not in the tree: an object cannot be read
        raise StateError(f"The Git repository around {root} is damaged: {error}.", remedy="git fsck") from None
    found, at = [], 0
    for blob in ids:
        end = output.index(b"\n", at)
        header = output[at:end].split()
        if len(header) != 3 or header[1] != b"blob":
            raise StateError(f"The Git repository around {root} lacks the object {blob}.", remedy="git fsck")
        size = int(header[2])
        found.append(output[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found
