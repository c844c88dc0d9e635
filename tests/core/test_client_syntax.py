"""What is no TOML is told with the line to mend, and how."""

from __future__ import annotations

import pytest

from kbsearch.core import clients
from kbsearch.core.ports import SourceFile

LEVEL = 'name = "a"\n{}\nlevel = "N2"\n\n{}\nlevel = "N3"\n'


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("name = caissio\n", 1, "Texts need double quotes."),
        ('name = "a"\n\nname = "b"\n', 3, "“name” is on line 1 already: keep one of the two."),
        ("[hours]\n\n[hours]\n", 3, "“hours” is on line 1 already: keep one of the two."),
        (
            '[[levels]]\ngroup = "a"\n[[levels]]\ngroup = "b"\ngroup = "c"\n',
            5,
            "“group” is on line 4 already: keep one",
        ),
        ("delays = { P1 = 1, P1 = 2 }\n", 1, "It is written twice"),
        (LEVEL.format("[levels]", "[[levels]]"), 2, "Write [[levels]]."),
        (LEVEL.format("[[levels]]", "[levels]"), 5, "Write [[levels]]."),
        ("[hours]\n[[hours]]\n", 2, "Write [hours]."),
        ("[[hours]]\n[hours]\n", 1, "Write [hours]."),
        ('lang = "fr"\nname "x"\n', 2, "A line is a key, =, and its value"),
        ('monday : "08:00"\n', 1, "A line is a key, =, and its value"),
        ('facts = ["a" "b"]\n', 1, "Put commas between the values"),
        ("[hours\n", 1, "Close the name of the table"),
        ('name = "a\n', 1, "Close the text with its first quote."),
        ('name = "C:\\dir"\n', 1, "Write \\\\ for one backslash"),
        ("é = 1\n", 1, "A key of more than a-z, 0-9, - and _ needs double quotes."),
        ("from = 08:30\n", 1, "One key and its value per line; texts, times and days need double quotes."),
    ],
)
def test_the_line_to_mend_and_how(text: str, line: int, hint: str) -> None:
    (fault,) = clients.parse(SourceFile("client.toml", text.encode(), "0"), "acme")[1]
    assert (fault.line, fault.code) == (line, "client-syntax")
    assert fault.hint.startswith(hint), fault.hint
