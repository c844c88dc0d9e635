"""A client's own weights of answer states, in numbered files beside its generations: the highest number counts.

    indexes/<client>/calibration-<n>.json           written aside, synced, renamed; never edited
    indexes/<client>/calibration-<n>.json.undone    what was restored from: kept, never read again

Keeping new weights is one rename, and so is going back to those before, where these can be used; without any, the
shipped ones count.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from kbsearch.adapters.snapshots import disk
from kbsearch.adapters.snapshots.layout import encode, names_in
from kbsearch.core.answers.answer import Calibration, Weights
from kbsearch.core.answers.clues import CLUES
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.errors import IndexDamaged, NotFound

_NAME = re.compile(r"calibration-(\d{1,9})\.json")
_ANY = re.compile(r"calibration-(\d{1,9})\.json.*")


LATER = ("off_subject",)
"""Clues that a file may lack, as an earlier version wrote it: they are weighed as shipped."""


class _Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`answer.Weights` of the clues that there were."""

    bias: float
    weights: tuple[float, ...]
    usual: tuple[float, ...]
    sure: float
    to_check: float

    def beside(self, shipped: Weights, clues: tuple[str, ...]) -> Weights:
        """With the shipped weights of the other clues, and the bias that says the same of a usual question."""
        own = dict(zip(clues, zip(self.weights, self.usual, strict=True), strict=True))
        later = zip(CLUES, shipped.weights, shipped.usual, strict=True)
        pairs = [own.get(name, (weight, usual)) for name, weight, usual in later]
        added = sum(weight * usual for name, (weight, usual) in zip(CLUES, pairs, strict=True) if name not in own)
        weights, usual = zip(*pairs, strict=True)
        return Weights(self.bias - added, weights, usual, self.sure, self.to_check)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clues: tuple[str, ...]
    """What the weights belong to, in their order."""
    hybrid: _Weights
    keyword: _Weights

    def __post_init__(self) -> None:
        numbers = (self.hybrid.weights, self.hybrid.usual, self.keyword.weights, self.keyword.usual)
        if any(len(each) != len(self.clues) for each in numbers):
            raise ValueError(f"weights and usual values of {len(self.clues)} clues need as many numbers")


def names(folder: Path) -> list[str]:
    """Of the calibrations kept in a client's folder, the newest first. Raises `IndexDamaged`."""
    found = [match for name in names_in(folder) if (match := _NAME.fullmatch(name))]
    return [match[0] for match in sorted(found, key=lambda match: -int(match[1]))]


def read(path: Path) -> Calibration:
    """Raises `IndexDamaged`, also for weights of clues that this version does not read; see `disk.has_refused`."""
    try:
        file = msgspec.json.decode(disk.read(path), type=_File)
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror or error}.") from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise IndexDamaged(f"{path} is no calibration: {error}.") from error
    if file.clues not in (CLUES, tuple(name for name in CLUES if name not in LATER)):
        raise IndexDamaged(f"{path} was written for other clues; run `kbsearch calibrate` again.")
    try:
        return Calibration(
            file.hybrid.beside(SHIPPED.hybrid, file.clues), file.keyword.beside(SHIPPED.keyword, file.clues)
        )
    except ValueError as error:
        raise IndexDamaged(f"{path} is no calibration: {error}.") from error


def keep(folder: Path, calibration: Calibration) -> str:
    """Make it the newest; its name. The caller holds the client's lock."""
    taken = [int(match[1]) for path in folder.iterdir() if (match := _ANY.fullmatch(path.name))]
    name = f"calibration-{max(taken, default=0) + 1}.json"
    aside = folder / f"{name}.tmp"
    disk.write(aside, encode(_File(CLUES, _written(calibration.hybrid), _written(calibration.keyword))))
    disk.rename(aside, folder / name)
    return name


def _written(weights: Weights) -> _Weights:
    return _Weights(weights.bias, weights.weights, weights.usual, weights.sure, weights.to_check)


def undo(folder: Path) -> str:
    """Take the newest away, with those before it that cannot be used; the name of the one that counts now, empty for
    the shipped one. Raises `NotFound`, and `IndexDamaged` where the disk does not tell: nothing is changed then."""
    kept = names(folder)
    if not kept:
        raise NotFound("This client has no weights of its own to go back from.")
    usable = next((at for at, name in enumerate(kept[1:], 1) if _is_usable(folder / name)), len(kept))
    for name in reversed(kept[:usable]):  # the newest counts until it goes, last
        disk.rename(folder / name, folder / f"{name}.undone")
    return kept[usable] if kept[usable:] else ""


def _is_usable(path: Path) -> bool:
    try:
        read(path)
    except IndexDamaged as error:
        if disk.has_refused(error):
            raise
        return False
    return True
