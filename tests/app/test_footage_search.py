"""`GET /api/video/search` and the table of `geminivideo find`."""

import io
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rich.console import Console
from sqlalchemy import text

from geminivideo.app.cli.find import found_scenes, no_match
from geminivideo.app.cli.options.search import SearchOptions
from geminivideo.app.container import Container
from geminivideo.core.footage_scene import SceneContent, SeenObject, SpokenWord
from geminivideo.footage import store
from geminivideo.footage.meaning import with_embeddings
from geminivideo.footage.model import Analysis
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.settings import ScoreWeights
from tests.app.answers import problem
from tests.footage.builders import NOW, box, footage, scene


def seen(*labels: str, said: str = "") -> SceneContent:
    objects = [SeenObject(at_seconds=1, label=label, box=box(), confidence=0.9) for label in labels]
    words = [SpokenWord(text=word, start_seconds=1, end_seconds=2, confidence=0.9) for word in said.split()]
    return SceneContent(objects=tuple(objects), words=tuple(words), text=())


def fill(container: Container) -> None:
    """Two footages: one as it is analysed now, one of an older version."""
    contents = (seen("person", "dog"), seen("cup", said="my morning coffee"), seen("person", "sports ball"))
    scenes = [scene(n).model_copy(update={"content": content}) for n, content in enumerate(contents, start=1)]
    with container.database.transaction() as session:
        owner, _ = store.create(session, footage("footage_new", account_id="default", label="IMG 1"))
        ranked = rank_scenes(scenes, owner.source, ScoreWeights())
        embedded = with_embeddings(ranked, container.encoder.encode)
        store.save_analysis(session, "footage_new", Analysis(scenes=embedded), NOW)
        owner, _ = store.create(session, footage("footage_old", account_id="default", label="man lifting weights"))
        old = rank_scenes([scene(1)], owner.source, ScoreWeights())
        store.save_analysis(session, "footage_old", Analysis(scenes=old), NOW)
        session.execute(text("UPDATE footage_scenes SET meaning = NULL WHERE footage_id = 'footage_old'"))


@pytest.fixture(scope="module")
def filled(untouched: Container, shared_client: TestClient) -> TestClient:
    fill(untouched)
    return shared_client


def found(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/video/search", params=asked).raise_for_status().json()
    return answer


def test_a_scene_is_found_by_what_is_in_it(filled: TestClient) -> None:
    """`search` is no footage's id, and a query of other words than the detector's finds what it saw."""
    answer = found(filled, q="woman with her puppy")
    best = answer["results"][0]
    assert (best["scene_id"], best["footage_id"], best["index"]) == ("footage_new_s0001", "footage_new", 1)
    assert best["similarity"] > 0.4
    assert best["reasons"] == [f"alike in meaning ({best['similarity']:.2f})", "people, as asked"]
    assert best["content"]["objects"] == {"dog": 1, "person": 1}
    assert best["content"]["text"] == []
    assert "/contact-sheets/footage_new.png" in best["contact_sheet_url"]
    assert (answer["query"], answer["searched"], answer["without_embedding"]) == ("woman with her puppy", 4, 1)
    assert "1 of 4 scenes have no embedding" in answer["notes"][0]


def test_what_is_said_is_found_and_the_reason_quotes_it(filled: TestClient) -> None:
    best = found(filled, q="coffee in the morning", limit=1)["results"]
    assert [each["scene_id"] for each in best] == ["footage_new_s0002"]
    assert best[0]["reasons"][0] == "said: morning, coffee"


def test_footage_of_an_older_version_is_found_by_its_name(filled: TestClient) -> None:
    best = found(filled, q="strength training")["results"][0]
    assert best["footage_id"] == "footage_old"
    assert best["reasons"][-1] == "nothing but its file name is known"


def test_filters_and_what_they_could_not_judge(filled: TestClient) -> None:
    answer = found(filled, q="cup", has_people=False, label="cup")
    assert [each["index"] for each in answer["results"]] == [2]
    assert answer["notes"][:2] == [
        "1 scenes were left out by has_people: nobody looked for people in them",
        "1 scenes were left out by labels: nobody looked for things in them",
    ]
    assert found(filled, q="dog", footage_id=["footage_old"])["searched"] == 1
    assert found(filled, q="dog", account_id="nobody") == {
        "query": "dog", "results": [], "searched": 0, "without_embedding": 0, "notes": []
    }  # fmt: skip


def test_nothing_alike_is_an_empty_answer(filled: TestClient) -> None:
    assert found(filled, q="quarterly tax invoices")["results"] == []


@pytest.mark.parametrize(
    ("asked", "status", "named"),
    [
        ({"q": " ?! "}, 422, "no word"),
        ({"q": ""}, 422, "no word"),
        ({}, 422, "q"),
        ({"q": "x" * 301}, 422, "q"),
        ({"q": "dog", "limit": 0}, 422, "limit"),
        ({"q": "dog", "orientation": "diagonal"}, 422, "orientation"),
        ({"q": "dog", "colour": "red"}, 422, "colour"),
        ({"q": "dog", "footage_id": "footage_of_another"}, 404, "footage_of_another"),
        ({"q": "dog", "footage_id": "../x"}, 404, "../x"),
        ({"q": "dog", "min_seconds": "nan"}, 422, "min_seconds"),
        ({"q": "dog", "min_seconds": 3, "max_seconds": 2}, 422, "more than max_seconds"),
        ({"q": "dog", "label": "a\x00b"}, 422, "label"),
    ],
)
def test_bad_requests_are_refused_with_a_way_out(
    shared_client: TestClient, asked: dict[str, Any], status: int, named: str
) -> None:
    assert named in problem(shared_client.get("/api/video/search", params=asked), status)["detail"]


@pytest.mark.parametrize("query", ["'; DROP TABLE footage; --", "a\x00b", "(((", "\\mman[", "%_", "猫", "a" * 300])
def test_any_text_is_only_text(shared_client: TestClient, query: str) -> None:
    assert shared_client.get("/api/video/search", params={"q": query}).status_code in {200, 422}


RESULT: dict[str, Any] = {
    "query": "dog",
    "searched": 3,
    "notes": [],
    "results": [
        {
            "similarity": 0.512,
            "index": 12,
            "start_seconds": 118.04,
            "end_seconds": 127.3,
            "label": "[b]garden[/]",
            "footage_id": "footage_01kaz8x6j0y2m4q8r5t7v9w1x3",
            "reasons": ["seen: dog", "alike in meaning (0.51)"],
            "content": {
                "objects": {"person": 2, "dog": 1},
                "text": ["SALE"],
                "transcript": "word " * 40,
                "description": None,
            },
        }
    ],
}


def printed(answer: dict[str, Any], width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(found_scenes(answer))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_says_what_where_and_why() -> None:
    text = " ".join(printed(RESULT, 160).split())
    for part in ("0.51", "118.0 - 127.3", "[b]garden[/]", "2 people, dog", "written “SALE”", "seen: dog"):
        assert part in text
    assert "…" in text
    assert all(len(line) <= 80 for line in printed(RESULT, 80).splitlines())


def test_no_match_says_so_and_what_to_do() -> None:
    assert "Say it in other words" in no_match({"query": "dog", "searched": 3})
    assert "no footage that is ready" in no_match({"query": "dog", "searched": 0})


def test_options_are_the_gateways_filters() -> None:
    options = SearchOptions(people=False, text=True, label=["cup", "dog"], footage=["footage_1"], account="acme")
    assert options.asked == {
        "has_people": False, "has_text": True, "label": ["cup", "dog"], "footage_id": ["footage_1"],
        "account_id": "acme", "limit": 20,
    }  # fmt: skip
