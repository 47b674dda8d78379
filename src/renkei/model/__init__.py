"""The nouns of a study, frozen, with no behaviour beyond their own consistency."""
