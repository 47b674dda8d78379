"""The studies that come with Renkei."""
