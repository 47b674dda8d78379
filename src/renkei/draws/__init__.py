"""Draws: from an address to a uniform number to a duration, the same bits on every machine.

``threefry`` is the published generator; ``address`` turns names into its keys and counters;
``exact`` holds the arithmetic that needs no mathematics library; ``grid``, ``shapes`` and
``laws`` make quantile tables and look durations up in them; ``worlds`` draws the estimates
of one world. Engine, kernel and explorer share these tables; nothing here imports more than
the standard library.
"""
