"""Folders on disk: every state of a file ends in a finding or in NoStudy."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from renkei.findings import FindingsError
from renkei.reading import NoStudy, read, read_text, read_with_notes
from tests.reading.small import files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in files().items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "small"


def faults(folder: Path) -> list[str]:
    try:
        return [f"{f.position} {f.code}" for f in read_with_notes(folder)[1]]
    except FindingsError as error:
        return [f"{f.position} {f.code}" for f in error.findings]


def test_a_folder_reads_like_its_texts(folder: Path) -> None:
    assert read(folder) == read_text(files())
    assert read(str(folder)) == read(os.fspath(folder) + "/")
    assert read_with_notes(folder)[1] == ()


def test_no_study(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(NoStudy, match=r"There is no folder .*renkei new"):
        read(tmp_path / "nowhere")
    with pytest.raises(NoStudy, match="is not a folder"):
        read(folder / "study.yaml")
    with pytest.raises(NoStudy, match=r"not a study: it has no study\.yaml"):
        read(folder / "arrangements")
    with pytest.raises(NoStudy):
        read("")
    with pytest.raises(NoStudy):
        read("a\0b")
    with pytest.raises(NoStudy):
        read("x" * 100_000)
    (folder / "study.yaml").rename(folder / "study.yml")
    with pytest.raises(NoStudy, match=r'Rename its "study\.yml"'):
        read(folder)


def test_states_of_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "places.yaml").write_bytes(b"places:\n  # caf\xe9\n  Tokyo: {}\n")
    (folder / "claims.yaml").write_bytes("claims: {}".encode("utf-16"))
    (folder / "forces.yaml").write_bytes(b"\x00\x01\x02")
    (folder / "targets.yaml").write_bytes(b"")
    (folder / "estimates.yaml").write_bytes(b"a: x\n" * 500_000)
    (folder / "headquarters.yaml").unlink()
    (folder / "headquarters.yaml").mkdir()
    (folder / "expectations.yaml").unlink()
    (folder / "expectations.yaml").symlink_to("nowhere")
    (folder / "sources.bib").write_bytes(b"@misc{a,\n title={\xff}}")
    (folder / "threads" / "dir.yaml").mkdir()
    (folder / "scenarios" / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(folder / "arrangements" / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as unix:
        monkeypatch.chdir(folder / "overlays")
        unix.bind("socket.yaml")
    assert faults(folder) == [
        "arrangements/pipe.yaml unreadable",
        "claims.yaml:1:1 not-text",
        "estimates.yaml file-too-large",
        "expectations.yaml unreadable",
        "forces.yaml:1:1 not-text",
        "headquarters.yaml unreadable",
        "overlays/socket.yaml unreadable",
        "places.yaml:2:8 not-text",
        "scenarios/loop.yaml unreadable",
        "sources.bib:2:9 not-text",
        "targets.yaml:1:1 empty-file",
        "threads/dir.yaml unreadable",
    ]


def test_a_folder_that_is_a_file(folder: Path) -> None:
    for item in (folder / "arrangements").iterdir():
        item.unlink()
    (folder / "arrangements").rmdir()
    (folder / "arrangements").write_text("x")
    assert [f for f in faults(folder) if "overlay-unused" not in f] == ["arrangements unreadable"]


def test_the_study_file_itself_may_be_broken(folder: Path) -> None:
    (folder / "study.yaml").unlink()
    (folder / "study.yaml").symlink_to("nowhere")
    assert faults(folder) == ["study.yaml unreadable"]
    (folder / "study.yaml").unlink()
    (folder / "study.yaml").mkdir()
    assert faults(folder) == ["study.yaml unreadable"]


def test_a_file_that_vanishes_or_refuses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied", "/some/where")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(FindingsError) as caught:
        read(folder)
    assert {f.words for f in caught.value.findings if f.code == "unreadable"} == {
        "the file cannot be read: permission denied"
    }


def test_a_byte_order_mark_is_tolerated(folder: Path) -> None:
    for name in ("study.yaml", "sources.bib"):
        text = (folder / name).read_bytes()
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text)
    assert read(folder) == read_text(files())
    assert read_text({n: "\ufeff" + t for n, t in files().items()}) == read(folder)


def test_names_that_are_no_text(folder: Path) -> None:
    odd = os.fsencode(folder) + b"/arrangements/\xff\n.yaml"
    with open(odd, "wb") as file:
        file.write(b"arrangement: x\ntitle: X\n")
    (folder / ".hidden.yaml").write_text("]")
    (folder / "arrangements" / ".yaml").write_text("]")
    found = faults(folder)
    assert found == ["arrangements/\\udcff\\n.yaml:1:14 wrong-name"]
    for line in found:
        line.encode("utf-8")


def test_line_ends_of_all_kinds(folder: Path) -> None:
    for name in files():
        text = (folder / name).read_bytes()
        (folder / name).write_bytes(text.replace(b"\n", b"\r\n"))
    assert read(folder) == read_text(files())


def test_reading_loads_nothing_heavy() -> None:
    script = (
        "import sys, renkei.reading\n"
        "heavy = {'numpy', 'numba', 'rich', 'cyclopts', 'vl_convert', 'holidays'}\n"
        "print(sorted(heavy & {m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert done.stdout == "[]\n"


def test_a_study_of_2500_lines_is_read_quickly() -> None:
    texts = files()
    before = "parallel"
    for i in range(6):
        text = f"arrangement: a{i}\ntitle: A\nextends: {before}\nrights:\n"
        for j in range(40):
            text += (
                f"  r{i}-{j}:\n    function: f{j}\n    decides: commander of JJOC\n"
                "    when: {JPN situation: armed attack}\n    consent:\n"
                "      ally: {of: watch of PACOM, takes: passing, within: 2 h}\n"
                "    inform: [watch of PACOM]\n    legal-basis: none\n    source: [a, b]\n"
            )
        texts[f"arrangements/a{i}.yaml"] = text
        before = f"a{i}"
    assert sum(t.count("\n") for t in texts.values()) > 2300
    read_text(texts)
    best = 9.0
    for _ in range(3):
        begun = time.perf_counter()
        read_text(texts)
        best = min(best, time.perf_counter() - begun)
    assert best < 0.35
