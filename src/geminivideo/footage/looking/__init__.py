"""The one pass over a file's pictures: cheap measurements on every one, costly ones beside the decoder."""
