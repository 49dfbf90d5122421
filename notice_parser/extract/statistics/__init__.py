"""Every statistic of the running text: ``reader`` goes over the figures, the other modules know one thing each.

Their classes are built on each other: ``context`` (the sentence and what is remembered) first, then who and what words name (``names``,
``indicators``, ``naming``), the record (``records``), what is left out, changes, rows, shares, a figure by itself (``behind``, ``plain``,
``single``), brackets, and the walk over them all (``in_order``, ``reader``). Each sees those before it alone.
"""
