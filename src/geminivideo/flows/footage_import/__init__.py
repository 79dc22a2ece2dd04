"""Footage that is fetched from elsewhere: promised at once, fetched by a job, then taken in like an upload."""
