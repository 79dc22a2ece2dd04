"""Long work as rows with a lease: whoever holds the lease works on the job, and a dead holder loses it.

States: queued -> running -> completed | failed | cancelled; a failed or cancelled job can be queued again. The
attempt is the fencing token: a worker that lost its lease can no longer write, because the attempt has moved on.
"""
