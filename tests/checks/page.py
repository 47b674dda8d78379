"""Makes docs/checks.md from the register: ``python -m tests.checks.page``."""

from __future__ import annotations

from pathlib import Path

from renkei.checks.register import CHECKS, GROUPS
from renkei.checks.register.check import Check
from renkei.checks.register.example import shown

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

HEAD = """\
# Named checks

`renkei check STUDY` names every fault by a code. This page says of each code what it means, why
it matters, what to do, and how it comes about. `renkei check --why CODE` says so in a terminal;
in `renkei check --json` each finding's `page` leads here.

An **error** stops the study: nothing is run. A **warning** can be argued with. A **note** is good
to know. Codes do not change once published.

This page is made from the register in `src/renkei/checks/register/`; a test demands for each code
that its example yields this code, no other, at the right line.

"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, checks in GROUPS.items():
        codes = ", ".join(f"[{c.code}](#{c.code})" for c in checks)
        parts.append(f"- {title}: {codes}\n")
    for title, checks in GROUPS.items():
        parts.append(f"\n## {title}\n")
        parts += [section(c) for c in checks]
    return "".join(parts)


def section(check: Check) -> str:
    """What the page says of one check."""
    example = shown(check)
    lines = "\n".join(f"    {line}".rstrip() for line in example.splitlines())
    provoked = f"\nFor example:\n\n{lines}\n" if example else ""
    return (
        f"\n### {check.code}\n\n*{check.severity}.* {check.means}\n\n{check.why}\n\n"
        f"**What to do.** {check.do}\n{provoked}"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: {len(CHECKS)} checks")
