"""The `import` and `export` blocks of MDX: where one ends, as far as it is code at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SOURCE = r"([\"'])[^\"']{1,300}\1;?\s*$"
_IMPORT = re.compile(rf"import\s+(?:[\w*{{}}$,\s]{{1,2000}}(?<=[\s}}])from\s*)?{_SOURCE}")
_PASSED_ON = re.compile(
    rf"export\s+(?:\*(?:\s+as\s+[\w$]{{1,60}}\s)?|(?:type\s+)?\{{[\w$,\s]{{0,2000}}\}})\s*from\s*{_SOURCE}"
)
_LIST = re.compile(r"(?:import|export)\s{1,20}[\w$,\s]{0,200}\{[\w$,\s]{0,300}$")
"""The first line of one whose names go on below."""
_NAMES = re.compile(r"[\w$,\s]{0,300}$")
_MOST_NAME_LINES = 60
_EXPORT = re.compile(
    r"export\s{1,20}(?:const\s{1,20}[\w$,\s{}\[\]]{1,200}="
    r"(?:\s{0,20}(?:async|await|class|function|new|typeof)\b|(?!\s{0,20}[\w$.]{1,60}[ \t]{1,20}[^\W\d_]))"
    r"|(?P<function>(?:default\s{1,20})?(?:async\s{1,20})?function\b\s{0,20}\*?\s{0,20}[\w$]{0,60}\s{0,20}\()"
    r"|default\s{1,20}\(.{0,300}=>)"
)
"""The first line of a block. What stands behind `=` is a value: of prose, two words follow each other."""
_GOES_ON = re.compile(r".*(?:=>|[=,+\-*?:&|.<]|\b(?:async|await|class|new|return|typeof))$")
_WENT_ON = re.compile(r"[ \t]+(?:[.?:]|&&|\|\||=>)")
"""The line below one that looks whole."""

_CODE = re.compile(
    r"(?P<string>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\\.)|(?P<past>(?<!:)//.*)"
    r"|(?P<until>`|/\*)|(?P<opened>[(\[{])|(?P<closed>[)\]}])|(?P<tag><(?=>|[A-Za-z][\w.:-]{0,60}(?:[\s/>]|$)))"
)
_IN_TAG = re.compile(r"(?P<string>\"[^\"]*\"|'[^']*')|(?P<opened>\{)|(?P<alone>/>)|(?P<end>>)")
_IN_TEXT = re.compile(r"(?P<opened>\{)|(?P<last></[\w.:-]{0,60}\s{0,20}>)|(?P<tag><(?=[A-Za-z>]))")
_VALUE_BEFORE = re.compile(r"(?:^|[=(\[{,?:&|!;]|=>|\b(?:return|default))\s*$")
"""Behind what a `<` opens a tag; behind a name it compares, or holds a type."""
_UNTIL = {"`": "`", "/*": "*/"}
_TAG, _TEXT = "<", ">"


def module_end(lines: Sequence[str], at: int) -> tuple[int, bool]:
    """First line behind the block that begins on line `at`, `at` where none does; and whether it is an `import`."""
    text = lines[at]
    if _LIST.match(text):
        for below in lines[at + 1 : at + _MOST_NAME_LINES]:
            text += f"\n{below}"
            if not _NAMES.match(below):
                break
    is_import = _IMPORT.match(text) is not None
    if is_import or _PASSED_ON.match(text):
        return at + 1 + text.count("\n"), is_import
    export = _EXPORT.match(lines[at])
    return (_export_end(lines, at, is_function=export["function"] is not None) if export else at), False


def _export_end(lines: Sequence[str], at: int, *, is_function: bool) -> int:
    """First line behind the `export` of line `at`, which ends where its brackets and tags are closed and nothing is to
    follow; `at` where another paragraph begins first, for then it is text.

    Paragraphs begin at the margin below a blank line, and so does the next `export`: no line is read for two.
    """
    source = _Source()
    for number in range(at, len(lines)):
        line = lines[number]
        is_last = source.is_in_text and line.startswith("</")
        is_at_margin = number > at and line[:1].strip() not in ("", "}", ")", "]") and not is_last
        is_apart = is_at_margin and not lines[number - 1].strip()
        if is_apart or (is_at_margin and not source.opened and line[0] != "{"):
            return at
        code = source.read(line)
        if code is None:
            return at
        is_whole = code.rstrip("; ").endswith("}") if is_function else code and not _GOES_ON.match(code)
        went_on = number + 1 < len(lines) and _WENT_ON.match(lines[number + 1])
        if is_whole and not source.opened and not went_on:
            return number + 1
    return at


class _Source:
    """Code that is read line by line, and what of it is open."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        """Brackets; what ends the string or comment that goes on; `_TAG` within a tag, `_TEXT` behind one."""
        self._before = ""
        """The code of the last line that has any."""
        self._tags = 0

    @property
    def is_in_text(self) -> bool:
        """Whether a tag is open, and no code within it."""
        return self.opened[-1:] == [_TEXT]

    def read(self, line: str) -> str | None:
        """The line without comments and tags' insides, `0` for each string and tag; None where more is closed than
        was open."""
        code, place = "", 0
        while place < len(line):
            state = self.opened[-1] if self.opened else ""
            if state in _UNTIL.values():
                place = self._after(line, place, state)
                code += "0" if place <= len(line) and state == "`" and not self._tags else ""
                continue
            pattern = {_TAG: _IN_TAG, _TEXT: _IN_TEXT}.get(state, _CODE)
            found = pattern.search(line, place)
            code += line[place : found.start() if found else len(line)] if pattern is _CODE and not self._tags else ""
            if found is None:
                break
            place = found.end()
            added = self._take(found, code)
            if added is None:
                return None
            code += added
        code = code.rstrip()
        self._before = code or self._before
        return code

    def _after(self, line: str, place: int, end: str) -> int:
        """Behind the end of a string or comment, past the line where it has none there."""
        found = line.find(end, place)
        if found < 0:
            return len(line) + 1
        self.opened.pop()
        return found + len(end)

    def _take(self, found: re.Match[str], code: str) -> str | None:
        """What a token leaves in the code; None for a bracket that closes none."""
        kind, said = found.lastgroup, found.group()
        if kind == "until":
            self.opened.append(_UNTIL[said])
        elif kind == "opened":
            self.opened.append(said)
        elif kind == "closed":
            if not self.opened:
                return None
            self.opened.pop()
        elif kind == "tag":
            is_compared = found.re is _CODE and not _VALUE_BEFORE.search(code[-60:].rstrip() or self._before[-20:])
            if not is_compared or self._tags:
                self.opened.append(_TAG)
                self._tags += 1
                return ""
        elif kind == "end":
            self.opened[-1] = _TEXT
        elif kind in ("alone", "last"):
            self.opened.pop()
            self._tags -= 1
            return "" if self._tags else "0"
        kept = {"string": "0", "past": "", "until": ""}.get(kind or "", said)
        return "" if self._tags else kept
