"""From the files of a study to the study, with every fault at its place."""

from renkei.reading.folder import NoStudy
from renkei.reading.study import read, read_text, read_text_with_notes, read_with_notes

__all__ = ["NoStudy", "read", "read_text", "read_text_with_notes", "read_with_notes"]
