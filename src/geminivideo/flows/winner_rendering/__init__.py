"""Winners -> render jobs -> videos: queued (`queueing`), rendered (`running`), kept (`storing`), told (`telling`)."""
