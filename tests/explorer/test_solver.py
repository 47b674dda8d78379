"""Explorer and solver agree on what can happen, and on what can lie in its past."""

from __future__ import annotations

import os

from hypothesis import given, settings

from renkei.checks.situation import Situation
from renkei.explorer.walk import explore
from renkei.record.vocabulary import What
from tests.explorer.situations import situations
from tests.explorer.solver import Model

MODELS = int(os.environ.get("RENKEI_SOLVER_MODELS", "250"))


@settings(max_examples=MODELS)
@given(situations())
def test_explorer_and_solver_agree(
    made: tuple[Situation, tuple[bool, ...], tuple[int, ...]],
) -> None:
    situation, applies, gains = made
    paths = explore(situation, applies, gains)
    model = Model(situation, applies, gains)
    seen = {(s.step, s.what, s.past) for s in paths.sights}
    # Where a forbidden step has several inputs, or none, the explorer may find more than can be.
    wide = any(not a and len(situation.incoming[i]) != 1 for i, a in enumerate(applies))
    every = [1 << b for b in range(max(gains, default=0).bit_length())]
    for i, step in enumerate(situation.steps):
        for what in (What.ENABLED, What.VERDICT, What.DONE):
            if what is What.VERDICT and not step.decides:
                continue
            for missing in (0, *every):
                ours = any(
                    (s, w) == (i, what) and not past & missing for s, w, past in seen
                )  # fmt: skip
                theirs = model.may_see(i, what, missing)
                assert ours or not theirs, ("not found", step.name, what, missing)
                assert theirs or not ours or wide, ("cannot be", step.name, what, missing)
