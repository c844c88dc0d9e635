"""`python -m tests.abuse.fuzz_markdown -runs=20000`: libFuzzer's options; ends with an error on the first fault."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["markdown_it", "mdit_py_plugins", "kbsearch.core"]):
    from kbsearch.core.articles.render import clean, render

from tests.abuse.markup import faults

WORDS = [
    *("<script>", "<img src=x onerror=a>", "<svg/onload=a>", "<!--", "-->", "<style>", "<math><mtext>", "<a href="),
    *("javascript:", "data:text/html,", "vbscript:", "//evil", "\\\\evil", "&colon;", "&#58;", "&Tab;", "&lt;", "&#0;"),
    *("[a](", "![", "](", ")", "[x]: ", "\n\n[x]", "> [!NOTE]\n> ", "- [x] ", "|a|\n|-|\n|", "```", "`", "# ", "    "),
    *("\x00", "\t", "\n", "\r", "\x0b", "\u202e", '"', "'", "\\", "{#id}", " onclick=a ", "<", ">", "=", "mailto:"),
]


def one_input(data: bytes) -> None:
    """Words of attacks and plain characters, as the bytes choose."""
    provider = atheris.FuzzedDataProvider(data)
    parts = []
    while provider.remaining_bytes():
        kind = provider.ConsumeIntInRange(0, 3)
        parts.append(provider.PickValueInList(WORDS) if kind else provider.ConsumeUnicodeNoSurrogates(4))
    text = "".join(parts)
    for html in {render(text), clean(text)}:
        if found := faults(html):
            raise AssertionError(f"{text!r} → {html!r}: {found}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
