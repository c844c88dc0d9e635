"""What only the build of a site understands, as MDX has it: components, their attributes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kbsearch.core.articles.columns import columns_of
from kbsearch.core.articles.modules import module_end

_KNOWN = """
    Tabs TabItem TabPanel Tab Admonition Callout Note Tip Info Warning Danger Caution Important Card Cards CardGroup
    Steps Step Details Accordion AccordionGroup CodeGroup Columns Column
"""
"""Components of Docusaurus, Nextra, Mintlify and Starlight, which need no import."""
_NAME = r"[A-Z](?=[\w.]{0,40}[a-z])[\w.]{0,40}"
"""Of any component. `<TABLE>` and `<A HREF=…>` are HTML as it was once written."""
_MOST_TAG_LINES = 20
_NAMED = re.compile(r"\b(label|title|type)=\{?(?:\"([^\"]{0,300})\"|'([^']{0,300})')")


@dataclass(frozen=True, slots=True)
class Tags:
    """How the components of a text are found."""

    opening: re.Pattern[str]
    closing: re.Pattern[str]
    alone: re.Pattern[str]
    begun: re.Pattern[str]
    """One that goes on below."""
    inline: re.Pattern[str]


def _tags(name: str) -> Tags:
    return Tags(
        opening=re.compile(rf"<(?P<mark>{name})(?P<more>(?:\s[^<>]{{0,2000}})?)(?<!/)>[ \t]*$"),
        closing=re.compile(rf"</(?P<mark>{name})[ \t]*>[ \t]*$"),
        alone=re.compile(rf"<{name}(?P<more>(?:\s[^<>]{{0,2000}})?)/>[ \t]*$|\{{/\*.{{0,500}}\*/\}}[ \t]*$"),
        begun=re.compile(rf"<({name})(?:\s[^<>]{{0,2000}})?$"),
        inline=re.compile(
            r"(?P<kept>(?<!`)(?P<ticks>`{1,8})(?!`).{1,400}?(?<!`)(?P=ticks)(?!`))"
            rf"|<(?P<name>{name})(?:\s[^<>]{{0,300}})?>(?P<words>[^<>]{{0,500}})</(?P=name)>"
            r"|(?P<comment>\{/\*.{0,500}?\*/\})"
        ),
    )


_OF_MDX = _tags(_NAME)
_OF_ANY = _tags(rf"(?:{'|'.join(_KNOWN.split())})(?![\w.])")
"""`<Port>80</Port>` is XML that the text speaks of."""


def without_modules(lines: Sequence[str]) -> tuple[list[str], Tags]:
    """Without the `import` and `export` blocks of MDX, which begin at the margin below a blank line; and how components
    are found: any name where there is an import, else those that are known."""
    made: list[str] = []
    tags = _OF_ANY
    is_start, module_before = True, 0
    for at, (line, column) in enumerate(zip(lines, columns_of(lines), strict=True)):
        if is_start and column == 0 and at >= module_before:
            module_before, is_import = module_end(lines, at)
            tags = _OF_MDX if is_import else tags
        is_module = at < module_before
        is_start = is_module or not line.strip()
        made.append("" if is_module else line)
    return made, tags


def joined(lines: Sequence[str], tags: Tags) -> list[str]:
    """The tags of components that go over several lines on their first one, where they are closed at all."""
    made = list(lines)
    closed = {found["mark"] for line in lines if (found := tags.closing.match(line.strip()))}
    for at, column in enumerate(columns_of(lines)):
        if column is None or not (begun := tags.begun.match(made[at].strip())):
            continue
        for end in range(at + 1, min(at + _MOST_TAG_LINES, len(made))):
            if made[end].rstrip().endswith(">"):
                tag = " ".join([made[at].rstrip(), *map(str.strip, made[at + 1 : end + 1])])
                if tag.endswith("/>") or begun[1] in closed:
                    made[at : end + 1] = [tag, *[""] * (end - at)]
                break
    return made


def inline(lines: Sequence[str], tags: Tags) -> Iterator[str]:
    """Components and comments within a line: their words stay."""
    for line, column in zip(lines, columns_of(lines), strict=True):
        is_plain = column is None or ("</" not in line and "{/*" not in line)
        yield line if is_plain else tags.inline.sub(lambda found: found["kept"] or found["words"] or "", line)


def named(attributes: str, *names: str) -> str:
    """What the first of the attributes of these names says, by default of `label` and `title`; empty = nothing."""
    wanted = names or ("label", "title")
    return next((found[2] or found[3] or "" for found in _NAMED.finditer(attributes) if found[1] in wanted), "")


def has_names(attributes: str) -> bool:
    """Whether there is a `label`, a `title` or a `type`."""
    return _NAMED.search(attributes) is not None
