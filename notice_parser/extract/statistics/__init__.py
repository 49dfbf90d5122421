"""Every statistic of the running text: ``reader`` goes over the figures, the other modules know one thing each."""
