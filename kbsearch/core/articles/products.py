"""The products that an article's `product` names: several are separated by commas."""

from __future__ import annotations


def products_in(text: str) -> list[str]:
    """Each as it is written; a comma between brackets separates nothing, and a bracket that is not closed is none.

    >>> products_in("VPN Windows 10 / 11 (IKEv2, L2TP), VPN macOS")
    ['VPN Windows 10 / 11 (IKEv2, L2TP)', 'VPN macOS']
    """
    commas: list[int] = []
    opened: list[int] = []
    for at, character in enumerate(text):
        if character == ",":
            commas.append(at)
        elif character in "([{":
            opened.append(len(commas))
        elif character in ")]}" and opened:
            del commas[opened.pop() :]
    starts = [0, *(at + 1 for at in commas)]
    parts = (text[start:end].strip() for start, end in zip(starts, [*commas, len(text)], strict=True))
    return [part for part in parts if part]
