from __future__ import annotations

import subprocess
import sys


def loaded(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_none_of_its_modules() -> None:
    modules = loaded("import carrel.citation")
    assert not {name for name in modules if name.startswith("carrel.citation.")}
    assert "json" not in modules


def test_a_citation_loads_its_own_style_only() -> None:
    modules = loaded(
        "from carrel.citation import cite\n"
        "from carrel.paper import Work\n"
        "cite(Work(title='T'), 'apa')"
    )
    assert {name for name in modules if name.startswith("carrel.citation.styles.")} == {
        "carrel.citation.styles.apa"
    }
    assert not {"textual", "rich", "carrel.readers", "carrel.library"} & modules
