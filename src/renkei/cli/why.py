"""``renkei check --why CODE``: what a finding means, why it matters, what to do."""

from __future__ import annotations

from renkei.cli.doors import DONE, WrongUsage
from renkei.cli.page import Page, document
from renkei.findings import nearest, page_of


def explained(code: str, *, json: bool) -> int:
    """Says what the register has on one code.

    Raises:
        WrongUsage: no finding has this code.
    """
    from renkei.checks.register import CHECKS
    from renkei.checks.register.example import shown

    check = CHECKS.get(code.strip("[] "))
    if check is None:
        raise WrongUsage(f'no finding has the code "{code}". {nearest(code, CHECKS)}')
    example = shown(check)
    if json:
        document(
            {
                "code": check.code,
                "severity": str(check.severity),
                "means": check.means,
                "why": check.why,
                "do": check.do,
                "example": example,
                "page": page_of(check.code),
            }
        )
        return DONE
    page = Page()
    page.line(f"{check.code} ({check.severity}): {check.means}", hang=2, style="bold")
    page.line(f"Why: {check.why}", hang=2)
    page.line(f"What to do: {check.do}", hang=2)
    if example:
        page.line("For example:")
        for line in example.splitlines():
            page.line(line, indent=4)
    return DONE
