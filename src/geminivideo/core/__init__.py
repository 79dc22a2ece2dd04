"""What every context stands on: ids, money, time, errors, settings, database, storage, tasks, telemetry.

Nothing here imports another package of ours.
"""
