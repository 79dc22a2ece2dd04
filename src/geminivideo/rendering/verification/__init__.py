"""Looking at the finished file: measured (`structure`, `logs`), judged against its plan (`faults`), all in `verify`."""
