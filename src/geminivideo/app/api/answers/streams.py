"""Where the events of a campaign or of footage are told."""


def websocket_url(stream_id: str) -> str:
    return f"/pipeline/ws/{stream_id}"
