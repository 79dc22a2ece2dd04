"""Pictures by which somebody judges an ad without playing it."""
