"""Object storage behind one protocol: a folder on this machine, or a Google Cloud Storage bucket."""
