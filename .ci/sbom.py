"""The list of parts of an installation (SBOM), as CycloneDX, from requirements.lock and without the network.

    python .ci/sbom.py dist/kuaixun-sbom.json

cyclonedx-py writes it. What it adds that differs from machine to machine, or names a package index, is taken out, so
that the same lock makes the same file; licences are those the installed packages declare.
"""

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(cleaned(generated()), indent=2, sort_keys=True) + "\n", "utf-8")
    print(target)  # noqa: T201 - what a Makefile target has to say


def generated() -> Any:
    command = [
        *(sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", "requirements.lock"),
        *("--pyproject", "pyproject.toml", "--output-reproducible", "--output-format", "JSON"),
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own words
    return json.loads(done.stdout)


def cleaned(bom: Any) -> Any:
    for part in bom["components"]:
        part.pop("description")  # the line of the lock
        part.pop("externalReferences")  # the package index
        part["bom-ref"] = part["purl"]
        if declared := licence(part["name"]):
            part["licenses"] = [declared]
    bom["components"].sort(key=lambda part: part["purl"])
    for tool in bom["metadata"]["tools"]["components"]:
        tool.pop("externalReferences", None)
    bom["dependencies"] = dependencies(bom)
    return bom


def licence(name: str) -> dict[str, str] | None:
    """What an installed package says in SPDX terms; None when it does not."""
    try:
        declared = metadata(name).json.get("license_expression")
    except PackageNotFoundError:  # of another platform
        return None
    return {"expression": str(declared)} if declared else None


def dependencies(bom: Any) -> list[dict[str, Any]]:
    """What pyproject.toml asks for itself hangs on the root; the lock does not tell what asks for the others."""
    wanted = {
        canonicalize_name(Requirement(line).name)
        for line in metadata("kuaixun").get_all("Requires-Dist") or ()
    }
    parts = {canonicalize_name(part["name"]): part["bom-ref"] for part in bom["components"]}
    root = {
        "ref": bom["metadata"]["component"]["bom-ref"],
        "dependsOn": sorted(parts[name] for name in wanted),
    }
    return [root, *({"ref": ref} for ref in sorted(parts.values()))]


if __name__ == "__main__":
    main()
