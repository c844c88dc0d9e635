"""The YAML between `---` lines at the top of a file: found, checked event by event, and read as plain text.

Hugo's TOML between `+++` lines is read too: it has no anchors, tags or implicit keys.

Objects are never built by a YAML library: a front matter of brackets kills the process through their composers, and
implicit types turn `0123` into 83 and `NO` into false. Here the parser's events are checked first, and every scalar
stays the text that was written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

import yaml

from kbsearch.core.articles import slips
from kbsearch.core.articles.nodes import Mapping, Node, Scalar, Sequence
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.text import NEWLINE

MOST_BYTES = 16 * 1024
MOST_DEPTH = 6

_TOO_DEEP = f"The front matter is nested more than {MOST_DEPTH} levels deep."
_PLAIN = "Keep the front matter to plain “key: value” lines and lists."
_PARSER_DEPTH = "nesting depth"
"""In the message of PyYAML ≥ 6.0.4 when its own limit of 1,000 levels is passed."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_KEY = re.compile(r"[ \t]*(?:\{[ \t]*|- +)?[\"']?\w[\w.-]*(?: [\w.-]+){0,2}[\"']?[ \t]*:(?:\s|$)")
"""A line that gives a key, however much else is wrong with it: what tells a front matter from a thematic break."""
_TOML_KEY = re.compile(r"[ \t]*(?:[\"']?[\w.-]+[\"']?[ \t]*=|\[+[\w.-]+\]+[ \t]*$)")
_FENCES = {"---": (("---", "..."), _KEY), "+++": (("+++",), _TOML_KEY)}
"""Opening line → closing lines, and what a line between them looks like that gives a key."""
_DASHES = re.compile(r"[-–—]{2,}|—")
"""A line that a word processor or a quick hand makes of `---`."""
MISPLACED = (
    "A front matter is read where a line --- begins the file; the keys of this one would be shown as text.",
    "Delete what stands before it, blanks too, and write the lines around it as three hyphens: ---",
)
"""Message and hint about what `misplaced` finds."""
_ABOVE = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
"""What a reader does not see above the first line of a text."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A file cut in two. Lines are 1-based and the file's own."""

    header: str | None
    """YAML or TOML without the lines around it, newlines as `\\n`; `None` when the file has no front matter."""
    body: str
    """Everything after, exactly as in the file."""
    body_line: int
    is_toml: bool = False
    unclosed: bool = False
    """The first lines open a front matter that nothing closes; then `header` is `None` and `body` is the whole file."""


def split(text: str) -> Parts:
    """Cut `text` after its front matter: a first line `---`, up to the next line `---` or `...`, or between `+++`.

    Words between the two without a single `key:` line are no front matter: the first `---` is a thematic break, and
    all is body. So it is when nothing closes it and the lines right below hold no key.
    """
    lines = NEWLINE.split(text)
    whole = Parts(header=None, body=text, body_line=1)
    first = lines[0].rstrip()
    if first not in _FENCES:
        return whole
    closing, key = _FENCES[first]
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in closing:
            if any(map(str.strip, lines[1:number])) and not any(map(key.match, lines[1:number])):
                return whole
            ends = [match.end() for _, match in zip(range(number + 1), NEWLINE.finditer(text), strict=False)]
            body = text[ends[-1] :] if len(ends) > number else ""
            return Parts("\n".join(lines[1:number]), body, number + 2, is_toml=first == "+++")
    block = takewhile(str.strip, lines[1:])
    return replace(whole, unclosed=first == "---" and any(map(key.match, block)))


def misplaced(text: str, known: Collection[str], least: int = 1) -> int | None:
    """Line of a `---` or `+++` that opens a front matter in a text that has none for `split`: blank lines, blanks or
    comments stand before it, or it is written otherwise (`———`, `----`). `None` where no later line closes it, or the
    lines between give none of the `known` keys; where it is written otherwise, fewer than `least` of them."""
    above = _ABOVE.match(text)
    at = above.end() if above else 0
    first, *lines = NEWLINE.split(text[at:])
    is_toml = first.strip() == "+++"
    if not is_toml and not _DASHES.fullmatch(first.strip()):
        return None
    closing, key = _FENCES["+++" if is_toml else "---"]

    def is_open(line: str) -> bool:
        return line.strip() not in closing and (is_toml or not _DASHES.fullmatch(line.strip()))

    inside = list(takewhile(is_open, lines))
    names = re.compile(rf"[ \t]*\{{?[ \t]*[\"']?({'|'.join(map(re.escape, known))})[\"']?[ \t]*[:=]")
    given = {name[1] for line in inside if key.match(line) and (name := names.match(line))}
    is_read = len(inside) < len(lines) and len(given) >= (1 if first.strip() in _FENCES else least)
    return len(NEWLINE.findall(text, 0, at)) + 1 if is_read else None


def read(header: str, log: FaultLog, *, is_toml: bool = False) -> Mapping | None:
    """The front matter's keys and values, every scalar as text; `None` when it cannot be read at all.

    Refused, each as an error with its line: more than 16 kB, more than six levels, anchors, aliases, tags, a second
    document, a key given twice, a key that is not text, anything that is not a mapping, broken YAML. What can still
    be read after an error is returned, so that one pass reports every fault.
    """
    size = len(header.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        message = f"The front matter is {size} bytes; at most {MOST_BYTES} are read."
        log.error(1, "front-matter-too-large", message, "Move text into the body.")
        return None
    control = _CONTROL.search(header)
    if control is not None:
        message = f"The front matter holds the control character {shown(control[0])}."
        log.error(_line(header, control.start()), "front-matter-control-character", message, "Delete it.")
        return None
    if is_toml:
        return _read_toml(header, log)
    composer = _Composer(header, log)
    try:
        composer.run()
    except yaml.YAMLError as error:
        line = _line(header, getattr(getattr(error, "problem_mark", None), "index", 0))
        problem = str(getattr(error, "problem", None) or "unreadable")
        if _PARSER_DEPTH in problem:  # libyaml reads ahead: it can meet its own limit before the sixth level is told
            log.error(line, "front-matter-too-deep", _TOO_DEEP, _PLAIN)
            return None
        message = f"The front matter is not valid YAML: {problem}."
        log.error(line, "front-matter-syntax", message, slips.mend(header, line))
        return None
    found = composer.result()
    if found is not None:
        slips.note(found, log)
    return found


def _read_toml(header: str, log: FaultLog) -> Mapping | None:
    try:
        root = _node(tomllib.loads(header), header, 0, 0)
    except tomllib.TOMLDecodeError as error:
        log.error(2, "front-matter-syntax", f"The front matter is not valid TOML: {error}.", _PLAIN)
        return None
    except ValueError as error:  # a number of thousands of digits
        log.error(2, "front-matter-syntax", f"The front matter cannot be read: {error}.", _PLAIN)
        return None
    except RecursionError:
        log.error(2, "front-matter-too-deep", _TOO_DEEP, _PLAIN)
        return None
    return root if isinstance(root, Mapping) else None


def _node(value: object, header: str, at: int, depth: int) -> Node:
    """`at`: where in the header its key stands. Raises `RecursionError` below `MOST_DEPTH`."""
    if depth > MOST_DEPTH:
        raise RecursionError
    line = _line(header, at)
    match value:
        case dict():
            before = r"^[ \t]*(?:\[+[ \t]*)?" if depth == 0 else r"(?:^|[{,.])[ \t]*"
            found = {key: re.compile(rf"{before}[\"']?{re.escape(key)}\b", re.M).search(header, at) for key in value}
            places = {key: match.start() if match else at for key, match in found.items()}
            entries = {key: _node(item, header, places[key], depth + 1) for key, item in value.items()}
            return Mapping(line, entries, {key: _line(header, place) for key, place in places.items()})
        case list():
            return Sequence(line, [_node(item, header, at, depth + 1) for item in value])
        case str():
            return Scalar(value, line, plain=False)
        case bool():
            return Scalar(str(value).lower(), line)
        case _:
            return Scalar(str(value), line)


def _line(header: str, index: int) -> int:
    """File line of a character of the header, which starts on line 2."""
    return header.count("\n", 0, index) + 2


class _Composer:
    """Events to nodes, one pass, own stack; stops at the first thing that would make going on unsafe."""

    def __init__(self, header: str, log: FaultLog) -> None:
        self._header = header
        self._log = log
        self._root: Node | None = None
        self._stack: list[tuple[Sequence | Mapping, str | None]] = []
        self._documents = 0
        self._stopped = False

    def run(self) -> None:
        """Read events until the end or until `_stopped`. Raises `yaml.YAMLError` on broken YAML."""
        events: Iterator[yaml.Event] = yaml.parse(self._header, Loader=_LOADER)
        for event in events:
            self._take(event)
            if self._stopped:
                return

    def result(self) -> Mapping | None:
        """The mapping read, empty for an empty header; `None` after an early stop or for anything else."""
        if self._stopped:
            return None
        if isinstance(self._root, Mapping):
            return self._root
        if self._root is None or (isinstance(self._root, Scalar) and not self._root.text):
            return Mapping(line=2)
        message = "The front matter is not a list of “key: value” lines."
        self._log.error(2, "front-matter-not-a-mapping", message, "Write one “key: value” per line between the ---.")
        return None

    def _take(self, event: yaml.Event) -> None:
        line = _line(self._header, event.start_mark.index) if event.start_mark else 2
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(line, "front-matter-documents", "The front matter holds a second YAML document.")
            case yaml.AliasEvent():
                self._refuse(line, "front-matter-alias", f"*{event.anchor} is an alias; aliases are not read.")
                self._place(Scalar("", line))
            case yaml.ScalarEvent():
                self._check_properties(event, line)
                self._place(Scalar(event.value, line, plain=not event.style, source=self._source(event)))
            case yaml.SequenceStartEvent():
                self._open(Sequence(line), event)
            case yaml.MappingStartEvent():
                self._open(Mapping(line), event)
            case yaml.CollectionEndEvent():
                node, _ = self._stack.pop()
                self._place(node)
            case _:
                pass

    def _source(self, event: yaml.ScalarEvent) -> str:
        if event.style or not event.start_mark or not event.end_mark:
            return ""
        end = self._header.find("\n", event.end_mark.index)
        return self._header[event.start_mark.index : end if end >= 0 else None]

    def _open(self, node: Sequence | Mapping, event: yaml.CollectionStartEvent) -> None:
        self._check_properties(event, node.line)
        self._stack.append((node, None))
        if len(self._stack) > MOST_DEPTH:
            self._stop(node.line, "front-matter-too-deep", _TOO_DEEP)

    def _place(self, node: Node) -> None:
        """Put a finished node where the innermost open collection expects it."""
        if not self._stack:
            self._root = node
            return
        parent, key = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            self._stack[-1] = (parent, self._key(parent, node))
        else:
            parent.entries.setdefault(key, node)
            self._stack[-1] = (parent, None)

    def _key(self, parent: Mapping, node: Node) -> str:
        if not isinstance(node, Scalar):
            self._refuse(node.line, "front-matter-key", "A key of the front matter is a list or a mapping, not text.")
            return ""
        if node.text in parent.key_lines:
            first = parent.key_lines[node.text]
            message = f"The key {shown(node.text)} is given twice; it is already on line {first}."
            self._log.error(node.line, "front-matter-duplicate-key", message, "Keep one of the two.")
        parent.key_lines.setdefault(node.text, node.line)
        return node.text

    def _check_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            self._refuse(line, "front-matter-anchor", f"&{event.anchor} is an anchor; anchors are not read.")
        if event.tag is not None:
            self._refuse(line, "front-matter-tag", f"{shown(event.tag)} is a YAML tag; tags are not read.")

    def _refuse(self, line: int, code: str, message: str) -> None:
        self._log.error(line, code, message, "Write the value itself; put it in double quotes if it is plain text.")

    def _stop(self, line: int, code: str, message: str) -> None:
        self._log.error(line, code, message, _PLAIN)
        self._stopped = True
