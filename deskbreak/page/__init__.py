"""Today, statistics, stretches, settings and welcome in the browser: a process of its own."""
