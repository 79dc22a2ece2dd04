"""The ML service's predict routes on the wire, for the service and for the client that calls it."""
