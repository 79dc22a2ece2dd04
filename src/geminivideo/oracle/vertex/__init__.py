"""Predictions by Vertex AI: asking an endpoint, deploying a model of the registry to it, and serving one there.

Contract: Vertex AI's REST interface v1 and its requirements for custom containers. Off unless an endpoint is set.
"""
