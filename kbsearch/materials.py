"""The bill of materials: every library that is locked for running, as a CycloneDX 1.6 document on standard output.

    python3 -m kbsearch.bootstrap sbom > kbsearch.cdx.json

Versions and hashes are those of .locks/ (a library has as many hashes as files on its registry), licences those that
what is installed states. What PyTorch's builds for graphics cards alone need is `optional`. The same locks and the same
installation give the same document, so two can be compared: it has no date and no number of its own.
"""

from __future__ import annotations

import json
from importlib import metadata

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

import kbsearch
from kbsearch.locking import CUDA, ROOT, TORCH, hashed

RUN = ".locks/run.txt"


def bill() -> Bom:
    """kbsearch and all that it is installed with."""
    itself = Component(
        name="kbsearch",
        version=kbsearch.__version__,
        type=ComponentType.APPLICATION,
        licenses=licences("kbsearch"),
        bom_ref="kbsearch",
    )
    parts = [part for lock in (RUN, TORCH, CUDA) for part in libraries(lock)]
    bom = Bom(components=parts)
    bom.metadata.component = itself
    bom.register_dependency(itself, parts)
    return bom


def libraries(lock: str) -> list[Component]:
    """The libraries of one lock file, by its path below the clone."""
    return [
        Component(
            name=name,
            version=version,
            purl=PackageURL("pypi", name=name, version=version),
            bom_ref=f"{name}=={version}",
            scope=ComponentScope.OPTIONAL if lock == CUDA else ComponentScope.REQUIRED,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one.removeprefix("sha256:")) for one in hashes],
            licenses=licences(name),
        )
        for name, version, hashes in hashed((ROOT / lock).read_text("utf-8"))
    ]


def licences(name: str) -> list[LicenseExpression]:
    """The SPDX expression that the installed library states; nothing where it is not installed or states none."""
    try:
        stated = metadata.metadata(name).json.get("license_expression")
    except metadata.PackageNotFoundError:
        return []
    return [LicenseExpression(value=str(stated))] if stated else []


def document(bom: Bom) -> str:
    """The text, without what would differ from one time to the next."""
    made = json.loads(JsonV1Dot6(bom).output_as_string())
    del made["serialNumber"], made["metadata"]["timestamp"]
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(document(bill()), end="")
