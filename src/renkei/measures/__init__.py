"""What is measured, and how sure it is: intervals of luck and of doubt, margins, verdicts."""
