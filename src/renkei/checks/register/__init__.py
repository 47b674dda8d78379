"""The register of named checks: every code a finding may have, what it means and what to do.

A test walks it: each code has a failing example that yields this code and no other, at the
marked place, with the registered severity, and a section in docs/checks.md, which is made from
it. Nothing is emitted that is not registered here.
"""

from __future__ import annotations

from renkei.checks.register import (
    authority,
    entitlement,
    evidence,
    fields,
    files,
    guarantee,
    names,
    scenarios,
    threads,
    transfer,
    word,
)
from renkei.checks.register.check import Check

GROUPS: dict[str, tuple[Check, ...]] = {
    "Authority": authority.CHECKS,
    "Transfer of authority": transfer.CHECKS,
    "Guarantees": guarantee.CHECKS,
    "Rights, duties and consent": entitlement.CHECKS,
    "Word": word.CHECKS,
    "Threads": threads.CHECKS,
    "Scenarios, hours and people": scenarios.CHECKS,
    "Evidence": evidence.CHECKS,
    "Names that lead nowhere": names.CHECKS,
    "Fields, arrangements and overlays": fields.CHECKS,
    "Files": files.CHECKS,
}
"""All checks, by what they are about."""

CHECKS: dict[str, Check] = {check.code: check for group in GROUPS.values() for check in group}
"""All checks by code."""
