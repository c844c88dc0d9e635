"""What MkDocs, Docusaurus and others write is read as GitHub's flavour, in as many lines, and code stays code."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core import chunkers
from kbsearch.core.articles.flavours import as_github
from kbsearch.core.articles.markdown import lines_of, links
from kbsearch.core.articles.render import rendered
from kbsearch.core.model import Article, Chunk
from tests.examples import examples

MKDOCS = """# Corbeille

=== "Windows"

    1. Ouvrir la console.
    2. Cliquer sur **Vider**.

       ``` bat title="x"
       !!! note "code"
           exit
       ```

=== "Linux"

    1. Lancer `purge`.

!!! danger inline end "Sauvegarde *d'abord*"

    1. Lancer la sauvegarde.

Après, [voir](b.md).
"""
DOCUSAURUS = """import Tabs from '@theme/Tabs';
import TabItem from "@theme/TabItem";

export const Couleur = ({children}) => (
  <span>{children}</span>
);

<Tabs
  groupId="lieu"
>
  <TabItem value="a" label="À distance" default>

1. Supervision › **Redémarrer**.

  </TabItem>
  <TabItem value='b' label='Sur place'>
    Disjoncteur <Couleur c="#00f">bleu</Couleur>.
  </TabItem>
</Tabs>

<Lien />
{/* à revoir */}

::::info[Parent]

Texte.

:::danger

Au-delà de 32 A.

:::

::::

Fin, [voir](b.md).
"""


def sections(body: str) -> tuple[Chunk, ...]:
    return chunkers.sections.chunk(Article(id="a", owner="acme", path="a.md", title="T", body=body, body_line=1))[1:]


def test_boxes_and_tabs_of_mkdocs() -> None:
    found = rendered(MKDOCS)
    assert found.steps == 4
    assert "<p><strong>Windows</strong>:" in found.html
    assert '<pre><code class="language-bat">!!! note "code"\n    exit\n</code></pre>' in found.html
    assert '<div class="markdown-alert markdown-alert-caution">' in found.html
    assert '<p class="markdown-alert-title">Sauvegarde <em>d\'abord</em></p>' in found.html
    assert "<p>Après, " in found.html
    assert [link.line for link in links(MKDOCS)] == [MKDOCS.split("\n").index("Après, [voir](b.md).")]


def test_containers_and_components_of_docusaurus() -> None:
    found = rendered(DOCUSAURUS)
    assert found.steps == 1
    assert not re.search("Tab|import|export|label|:::|revoir|Lien|Couleur", found.html)
    assert "<strong>À distance</strong>" in found.html
    assert re.search("<strong>Sur place</strong>:<br>\\s*Disjoncteur bleu.", found.html)
    assert found.html.count("markdown-alert-title") == 2
    assert found.html.index("Parent") < found.html.index("Danger") < found.html.index("32 A")
    assert [link.line for link in links(DOCUSAURUS)] == [DOCUSAURUS.split("\n").index("Fin, [voir](b.md).")]


@pytest.mark.parametrize(
    ("text", "github"),
    [
        ('??? "Retour"\n\n    x', "> [!note] Retour\n>\n> x"),
        ('!!! warning ""\n    x\n\ny', "> [!warning]\n> x\n\ny"),
        ("!!! tip inline end\n\tx", "> [!tip]\n> x"),
        ('!!! a "b"\n    !!! c "d"\n        x', "> [!a] b\n> > [!c] d\n> > x"),
        ("!!! mise en garde\n    x", "> [!mise-en-garde]\n> x"),
        ("!!! écueil end\n    x", "> [!écueil]\n> x"),
        ("2. a\n\n    !!! note\n        x\n3. b", "2. a\n\n    > [!note]\n    > x\n3. b"),
        (":::tip My tip\nx\n:::\ny", "> [!tip] My tip\n> x\n\ny"),
        (':::note{title="A"}\nx\n:::', "> [!note] A\n> x\n"),
        ("::: {.warning}\nx\n:::", "> [!warning]\n> x\n"),
        ("/// warning | A\nx\n///", "> [!warning] A\n> x\n"),
        (":::details Plus\nx\n:::", "\n**Plus**:  \nx\n".removeprefix("\n")),
        (":::code-group\n```\n:::tip\n```\n:::", "\n```\n:::tip\n```\n"),
        (":::note\n:::tip\nx\n:::\ny\n:::", "> [!note]\n> > [!tip]\n> > x\n>\n> y\n"),
        ('<Admonition type="warning" title="A">\n  x\n</Admonition>', "> [!warning] A\n> x\n"),
        ("<Warning>\nx\n</Warning>", "> [!Warning]\n> x\n"),
        ('=== "A"\n\n    ---', "**A**:  \n\n---"),
        (":::danger Champ {mode} sous tension\nx\n:::", "> [!danger] Champ {mode} sous tension\n> x\n"),
        ('import x from "y"\n\n<Ab>a</Ab> <Bc n="1">b</Bc>', "\n\na b"),
        ("Un <Note>b</Note>.", "Un b."),
        ("import x from 'y';\nexport const a = 1;\nTexte.", "\n\nTexte."),
        ("export const a = {\n  b: 1;\n}\nTexte.", "\n\n\nTexte."),
        ("export default function A() {\n  return '';\n}\nTexte.", "\n\n\nTexte."),
    ],
)
def test_each_form(text: str, github: str) -> None:
    assert as_github(text) == github


@pytest.mark.parametrize(
    ("opening", "github"),
    [
        ("::: avertissement", "> [!avertissement]\n> x\n"),
        (":::mise-en-garde", "> [!mise-en-garde]\n> x\n"),
        ("::: Mise en garde", "> [!Mise-en-garde]\n> x\n"),
        ("::: Attention !", "> [!Attention]\n> x\n"),
        ("::: Attention : haute tension", "> [!Attention] haute tension\n> x\n"),
        ("::: remarque", "> [!remarque]\n> x\n"),
        (":::{note} Titre", "> [!note] Titre\n> x\n"),
        ("::: Prérequis", "**Prérequis**:  \nx\n"),
        ("::: étape-préalable", "**étape-préalable**:  \nx\n"),
        ("::: Bon à savoir", "> [!Bon] Bon à savoir\n> x\n"),
        ("::: À vérifier : le {mode}", "> [!À] À vérifier : le {mode}\n> x\n"),
        ("::: À vérifier {.x}", "> [!À] À vérifier\n> x\n"),
        (":::danger Champ {mode}", "> [!danger] Champ {mode}\n> x\n"),
        (":::maison[Titre]", "> [!maison] Titre\n> x\n"),
        ("/// maison | Titre", "> [!maison] Titre\n> x\n"),
        *(
            (one, "\nx\n")
            for one in (":::code-group", "::: row", "::: col-md-6", "::: {.lead}", ":::{toctree}", "/// html")
        ),
    ],
)
def test_a_word_of_the_writer_s_own_is_said_and_a_name_of_layout_is_not(opening: str, github: str) -> None:
    mark = opening[:3]
    assert as_github(f"{opening}\nx\n{mark}") == github


@pytest.mark.parametrize(
    "text",
    [
        "!!! Attention ne pas couper\n    x",
        "!!! note\nx",
        "!!!danger",
        ":::tip\nx",
        "    !!! note\n        x",
        "```\n!!! note\n    x\n:::tip\n:::\n```",
        "- a\n\n  ~~~\n  :::tip\n  :::\n  ~~~",
        "<Utilisateur>\n\nx",
        "Taper <Nom> puis <Prénom>.",
        "<A HREF='b.md'>x</A> <TABLE>\n</TABLE> `<Bc>x</Bc>` et `{/* x */}`",
        "import des fichiers\nimport 'a';",
        "texte\nimport x from 'y';",
        "Titre\n===\n\n=== A",
        "/// commentaire\nx",
        "> [!note] A\n> x",
        "Mettre <Timeout>30</Timeout> dans le fichier.",
        '<Setting name="Timeout" value="30"/>',
        "> ```xml\n> <Port>80</Port>\n> ```",
        "<Config>\n  <Port>80</Port>\n</Config>",
        "```\nimport a from 'b';\n```\n\n<Port>80</Port>",
        "export default settings (see below)\nTexte.",
        "export class of a file = x\nTexte.",
        "import 'a' puis (b)\nTexte.",
        "Voir ````<Tab>a</Tab> ``` b```` ici, </Tab>",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert as_github(text) == text


def test_a_box_is_not_torn_and_a_tab_keeps_its_label() -> None:
    long = "La passerelle garde deux images de son logiciel et démarre la dernière qui a été confirmée. " * 4
    body = "".join(
        f'{long}\n\n:::danger[Tension {n}]\n\n{long}\n\nFin.\n\n:::\n\n=== "Modèle {n}"\n\n    1. {long}\n'
        for n in range(3)
    )
    texts = [chunk.shown for chunk in sections(body)]
    for n in range(3):
        assert any(f"Tension {n}. La passerelle" in text and "Fin." in text for text in texts)
        assert any(f"Modèle {n}: 1. La passerelle" in text for text in texts)
    assert not any(mark in text for text in texts for mark in (":::", "===", "[!"))


UNITS = [
    "!!! a\n",
    '!!! a "b"\n    ',
    ":::a\n",
    ":::a\n\n:::\n",
    "<A>\n",
    "<A>\n</A>\n",
    "<A\n",
    '=== "a"\n    ',
    "    ",
]
LINES = st.sampled_from(
    [
        *UNITS,
        "import a from 'b'\n",
        "x\n",
        "- ",
        "1. x\n",
        "```\n",
        "\n",
        "  ",
        "> ",
        ":::\n",
        "::::b[c]\n",
        "\t",
        "</Ab>",
    ]
)


@examples(4)
@given(st.lists(LINES, max_size=30).map("".join))
def test_as_many_lines_come_out_and_words_stay(text: str) -> None:
    made = as_github(text)
    assert len(lines_of(made)) == len(lines_of(text))
    assert made.count("x") == text.count("x")


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_texts_take_no_time(unit: str) -> None:
    nested = "".join("    " * n + '!!! a "b"\n' for n in range(300))
    for text in (unit * (200_000 // len(unit)), nested):
        begun = time.process_time()
        assert len(lines_of(as_github(text))) == len(lines_of(text))
        assert time.process_time() - begun < 4
