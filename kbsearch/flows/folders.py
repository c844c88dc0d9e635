"""Articles folders, each parsed once for as long as its files stay the same."""

from __future__ import annotations

from dataclasses import dataclass

from kbsearch.core.articles import bases
from kbsearch.core.articles.bases import Folder
from kbsearch.core.bounded import Noting
from kbsearch.core.ports import Library, OwnerFiles


@dataclass(frozen=True, slots=True)
class _Parsed:
    files: OwnerFiles
    folder: Folder
    is_whole: bool
    """Whether nothing was lost in passing."""


class ParsedFolders:
    """What was parsed, by owner."""

    def __init__(self, each: Noting) -> None:
        self._each = each
        self._known: dict[str, _Parsed] = {}

    def of(self, library: Library, owner: str) -> Folder:
        """The owner's folder as it is now."""
        files = library.read(owner)
        known = self._known.get(owner)
        if known is None or known.files != files:
            lost = self._each.lost_in_passing
            folder = bases.read_folder(owner, files, self._each)
            known = self._known[owner] = _Parsed(files, folder, self._each.lost_in_passing == lost)
        return known.folder

    def differ(self, library: Library) -> bool:
        """Whether a file of one of them changed since."""
        return any(library.read(owner) != known.files for owner, known in self._known.items())

    def read_again(self) -> None:
        """Those that lost something in passing, the next time that they are asked for."""
        self._known = {owner: known for owner, known in self._known.items() if known.is_whole}
