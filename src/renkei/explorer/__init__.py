"""The explorer: the meaning of a day on every path, with time left abstract.

What a simulation samples, this room exhausts: every verdict, refusal and limit that may strike.
It walks the same table of legal moves as the engine (``record.lifecycle``); what it finds broken
counts only when the engine replays it.
"""
