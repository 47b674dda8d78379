"""Whatever stands in the files: a study, findings, or NoStudy; never anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.findings import FindingsError
from renkei.reading import NoStudy, read, read_text_with_notes
from renkei.reading.written import Plainer
from renkei.reading.yaml_text import read_yaml
from tests.reading.small import files


def outcome(texts: dict[str, str]) -> str:
    try:
        read_text_with_notes(texts)
    except FindingsError as error:
        assert error.findings
        for finding in error.findings:
            assert finding.position.file in texts or finding.position.file == "study.yaml"
            assert finding.words and "\n" not in str(finding)
        return "findings"
    except NoStudy:
        return "no study"
    return "study"


@given(st.text())
def test_any_text_as_any_file(text: str) -> None:
    for name in ("study.yaml", "arrangements/centre.yaml", "headquarters.yaml", "sources.bib"):
        outcome(files() | {name: text})
    assert outcome({"study.yaml": text}) == "findings"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
def test_any_bytes_on_disk(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "study.yaml").write_bytes(data)
    with pytest.raises(FindingsError):
        read(tmp_path)


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(p for key, child in items for p in _places(child, (*path, key)))]


DATA = {}
for _name, _text in files().items():
    if _name.endswith(".yaml"):
        _node, _ = read_yaml(_text, _name)
        assert _node is not None
        DATA[_name] = Plainer().plain(_node)
SPOTS = [(name, path) for name, data in DATA.items() for path in _places(data) if path]
ODD = st.sampled_from(
    [None, True, False, 0, 1, -1, 2**62, 1e300, -0.5, "", "x", "0 min", "1e9 d", "²", "rest",
     "parallel", "centre", "rank", [], [[]], ["x", 1], [None], {}, {"": ""}, {"x": None},
     {"any": [{"any": []}]}, {"not": 3}, {"step": [1]}, {"all": "x", "any": "y"}]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(SPOTS), ODD, st.booleans()), min_size=1, max_size=4))
def test_any_value_in_any_place(
    changes: list[tuple[tuple[str, tuple[str | int, ...]], object, bool]],
) -> None:
    data = json.loads(json.dumps(DATA))
    for (name, path), value, rename in changes:
        at = data[name]
        for part in path[:-1]:
            try:
                at = at[part]
            except (KeyError, IndexError, TypeError):
                at = None
        last = path[-1]
        if isinstance(at, dict) and rename and last in at:
            at[str(value)[:20]] = at.pop(last)
        elif isinstance(at, dict) or (isinstance(at, list) and int(last) < len(at)):
            at[last] = json.loads(json.dumps(value))
    texts = {name: json.dumps(part) for name, part in data.items()}
    outcome(texts | {"sources.bib": files()["sources.bib"]})
