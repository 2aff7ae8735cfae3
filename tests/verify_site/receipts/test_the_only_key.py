"""The public process holds one private key, and one module of it can reach any."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
PRIVATE = {"signing.keystore", "signing.software", "signing.private_files"}
SIGNER = "verify_site/receipts/signer.py"


def imported(path: Path) -> set[str]:
    """The modules that a file imports by name, within functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_only_the_module_that_signs_receipts_imports_the_private_half_of_signing() -> None:
    modules = {str(path.relative_to(ROOT)): imported(path) for path in (ROOT / "verify_site").rglob("*.py")}
    assert [name for name, found in modules.items() if found & PRIVATE] == [SIGNER]


def test_the_contract_names_that_exception_and_no_other() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    excepted = [line for contract in contracts for line in contract.get("ignore_imports", ())]
    assert {line.split(" -> ")[0] for line in excepted} == {"verify_site.receipts.signer"}
