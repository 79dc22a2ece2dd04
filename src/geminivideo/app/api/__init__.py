"""The two HTTP services: the gateway on port 8080 and the ML service on 8003."""
