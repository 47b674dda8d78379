"""The report: one HTML file that answers the study's question, and shows its doubts."""
