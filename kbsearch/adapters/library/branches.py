"""A new branch with one more file on it. Plumbing commands only: the working tree, the index and every other branch
stay as they are, and no setting of the repository runs anything."""

from __future__ import annotations

from pathlib import Path

from kbsearch.adapters.library.git import git
from kbsearch.errors import UserError

_AUTHOR = ("-c", "user.name=kbsearch", "-c", "user.email=kbsearch@localhost")
_FILE, _FOLDER = b"100644 blob", b"040000 tree"


def add_on_branch(root: Path, branch: str, path: str, text: str, message: str) -> str:
    """Commit the file at `path`, from the articles folder `root`, on a branch that begins at HEAD; the commit's id.

    Raises `UserError` when the branch or the file is there already, and as Git does.
    """
    ref = f"refs/heads/{branch}"
    git(root, "check-ref-format", ref)
    if git(root, "for-each-ref", "--format=%(refname)", ref):
        raise UserError(f"There is a branch {branch} already. Delete it, or go on with it: git switch {branch}")
    head = git(root, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()
    prefix = git(root, "rev-parse", "--show-prefix").decode().rstrip("\n")
    *folders, name = f"{prefix}{path}".split("/")
    blob = git(root, "hash-object", "-w", "--stdin", stdin=text.encode()).decode().strip()
    tree = _with(root, f"{head}^{{tree}}", folders, name, blob)
    commit = git(root, *_AUTHOR, "commit-tree", tree, "-p", head, "-m", message).decode().strip()
    git(root, "update-ref", ref, commit, "")  # none of that name: whoever came first keeps it
    return commit


def _with(root: Path, tree: str, folders: list[str], name: str, blob: str) -> str:
    """The tree with the file in it, and in each folder on the way; `""` = a folder that is not there yet."""
    listed = git(root, "ls-tree", "-z", "--full-tree", tree).split(b"\0")[:-1] if tree else []
    entries = {name: kind for kind, _, name in (line.partition(b"\t") for line in listed)}
    if not folders:
        if name.encode() in entries:
            raise UserError(f"There is a file {name} already in its place.")
        entries[name.encode()] = _FILE + b" " + blob.encode()
    else:
        folder = folders[0].encode()
        before = entries.get(folder, b"")
        if before and not before.startswith(_FOLDER):
            raise UserError(f"{folders[0]} is no folder in Git.")
        inner = _with(root, before.split()[-1].decode() if before else "", folders[1:], name, blob)
        entries[folder] = _FOLDER + b" " + inner.encode()
    lines = b"".join(kind + b"\t" + named + b"\0" for named, kind in entries.items())
    return git(root, "mktree", "-z", stdin=lines).decode().strip()
