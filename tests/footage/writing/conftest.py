import pytest

from geminivideo.footage.extractors.writing.reader import WritingReader


@pytest.fixture(scope="session")
def loaded_reader() -> WritingReader:
    return WritingReader(960, 0.65)


@pytest.fixture
def reader(loaded_reader: WritingReader) -> WritingReader:
    """One that has seen nothing yet; the networks are loaded once."""
    loaded_reader.forget()
    return loaded_reader
