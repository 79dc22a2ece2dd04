"""Speech in recorded sound -> words with times. Recognition runs in a process of its own, under limits."""
