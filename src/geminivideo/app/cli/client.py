"""The gateway as the command line sees it: plain HTTP and the WebSocket, the same as any other client."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from geminivideo.app.cli.advice import advice
from geminivideo.core.errors import GeminivideoError, InvalidInputError, ProcessingError, UnavailableError

_TIMEOUT = httpx.Timeout(30.0, read=660.0)
_PROBLEM_TYPE = "application/problem+json"
_CHUNK = 4 * 1024 * 1024
# A supervisor brings a dead gateway back within seconds; a gateway that keeps dying comes back every half minute.
_PATIENCE_SECONDS = 60.0
_RECONNECT_SECONDS = 0.5


class AnsweredError(GeminivideoError):
    """A problem document as the gateway answers it, raised again on this side with the exit code of its kind."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(str(document["detail"]), next_step=advice(document))
        self.document = {**document, "next_step": self.next_step}
        slug = str(document["type"]).rsplit(":", 1)[-1]
        codes = {kind.slug: kind.exit_code for kind in GeminivideoError.__subclasses__()}
        self.exit_code = codes.get(slug, GeminivideoError.exit_code)


class GatewayClient:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._http = httpx.Client(base_url=base_url, timeout=_TIMEOUT)

    def generate(self, brief: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", "/pipeline/generate-campaign", json=dict(brief), params={"wait": "false"})

    def generate_and_wait(self, brief: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", "/pipeline/generate-campaign", json=dict(brief))

    def campaign(self, campaign_id: str) -> dict[str, Any]:
        return self._call("GET", f"/pipeline/campaign/{campaign_id}")

    def campaigns(self, account_id: str, *, status: str, limit: int) -> list[dict[str, Any]]:
        params: dict[str, str | int] = {"account_id": account_id, "status": status, "limit": limit}
        return list(self._call("GET", "/pipeline/campaigns", params=params)["campaigns"])

    def blueprint(self, campaign_id: str, blueprint_id: str) -> dict[str, Any]:
        path = (quote(name, safe="") for name in (campaign_id, blueprint_id))  # typed by a person
        return self._call("GET", "/pipeline/campaign/{}/blueprints/{}".format(*path))

    def record_outcomes(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return self._call("POST", "/pipeline/outcomes", json={"outcomes": [dict(row) for row in rows]})

    def import_insights(self, file: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
        with file.open("rb") as opened:
            headers = {"Content-Type": "text/csv"}
            return self._call("POST", "/api/insights/import", content=opened, params=dict(asked), headers=headers)

    def learn(self, account_id: str) -> dict[str, Any]:
        return self._call("POST", f"/api/ml/accounts/{account_id}/learn")

    def learning(self, account_id: str) -> dict[str, Any]:
        return self._call("GET", f"/api/ml/accounts/{account_id}/learning")

    def render(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", "/pipeline/render-winners", json=dict(request))

    def render_plan(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", "/pipeline/render-plan", json=dict(request))

    def render_video(self, video_id: str, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", f"/pipeline/videos/{video_id}/render", json=dict(request))

    def variants(self, video_id: str, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", f"/pipeline/videos/{video_id}/variants", json=dict(request))

    def plan(self, video_id: str) -> dict[str, Any]:
        return self._call("GET", f"/pipeline/videos/{video_id}/plan")

    def videos(self, campaign_id: str) -> list[dict[str, Any]]:
        return list(self._call("GET", f"/pipeline/campaign/{campaign_id}/videos")["videos"])

    def footage(self, footage_id: str) -> dict[str, Any]:
        return self._call("GET", f"/api/video/{footage_id}")

    def correct(self, footage_id: str, sidecar: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("PUT", f"/api/video/{footage_id}/sidecar", json=dict(sidecar))

    def analyze_again(self, footage_id: str) -> dict[str, Any]:
        return self._call("POST", f"/api/video/{footage_id}/analyze", json={"force": True})

    def search(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("GET", "/api/video/search", params=dict(asked))

    def footage_list(self, account_id: str, limit: int) -> list[dict[str, Any]]:
        answer = self._call("GET", "/api/video", params={"account_id": account_id, "limit": limit})
        return list(answer["footage"])

    def watched(self, account_id: str) -> dict[str, Any]:
        return self._call("GET", "/api/video/watched", params={"account_id": account_id})

    def upload(self, path: Path, on_sent: Callable[[int], None], account_id: str | None = None) -> dict[str, Any]:
        """Upload in parts, so that a broken connection costs one part and the progress is true."""
        total, sent, footage_id = path.stat().st_size, 0, None
        with path.open("rb") as file:
            while True:
                part = file.read(_CHUNK)
                last = max(sent + len(part) - 1, 0)
                headers = {"Content-Range": f"bytes {sent}-{last}/{total}"} if total else {}
                answer = self._call(
                    "POST",
                    "/api/video/upload",
                    files={"video": (path.name, part, "application/octet-stream")},
                    data={"account_id": account_id} if account_id else None,
                    params={"footage_id": footage_id} if footage_id else None,
                    headers=headers,
                )
                footage_id, sent = answer["footage_id"], sent + len(part)
                on_sent(sent)
                if sent >= total:
                    return answer

    def import_drive(self, url: str, account_id: str | None = None) -> dict[str, Any]:
        body = {"url": url, **({"account_id": account_id} if account_id else {})}
        return self._call("POST", "/api/video/import-drive", json=body)

    def download(self, url: str, target: Path) -> None:
        """Save what the URL gives; the file appears under its name only when it is whole."""
        draft = target.with_name(f".{target.name}.partial")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file, self._http.stream("GET", url) as response:
                if not response.is_success:
                    raise ProcessingError(
                        f"Downloading {target.name} was answered with {response.status_code}.",
                        next_step="look at the gateway's log",
                    )
                for block in response.iter_bytes():
                    file.write(block)
            draft.replace(target)
        except OSError as error:
            raise InvalidInputError(
                f"{target} cannot be written: {error.strerror}.", next_step="choose another place with --out or --sheet"
            ) from error
        except httpx.HTTPError as error:
            raise self._silent(error) from error

    def events(self, websocket_url: str, after: int = 0) -> Iterator[dict[str, Any]]:
        """A stream's events from `after` on, without end; a broken connection is taken up where it was.

        Raises:
            AnsweredError: when the gateway refuses.
            UnavailableError: when it stays away.
        """
        address = self.base_url.replace("http", "ws", 1) + websocket_url
        seen_at = time.monotonic()
        while True:
            try:
                with connect(f"{address}?after={after}", open_timeout=10) as socket:
                    for message in socket:
                        event = json.loads(message)
                        after, seen_at = event["seq"], time.monotonic()
                        yield event
            except (OSError, WebSocketException) as error:
                _raise_refusal(error)
                if time.monotonic() - seen_at > _PATIENCE_SECONDS:
                    raise self._silent(error) from error
            time.sleep(_RECONNECT_SECONDS)

    def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise self._silent(error) from error
        if response.headers.get("content-type", "").startswith(_PROBLEM_TYPE):
            raise AnsweredError(response.json())
        if not response.is_success:
            raise ProcessingError(
                f"{method} {path} answered {response.status_code}.", next_step="look at the gateway's log"
            )
        answer: dict[str, Any] = response.json()
        return answer

    def _silent(self, error: Exception) -> UnavailableError:
        return UnavailableError(
            f"The gateway at {self.base_url} does not answer ({type(error).__name__}).",
            next_step="start it with `geminivideo up`, or see `geminivideo doctor`",
        )


def _raise_refusal(error: Exception) -> None:
    """A gateway that says why not is there; trying again would change nothing."""
    if isinstance(error, InvalidStatus) and error.response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        if error.response.headers.get("Content-Type", "").startswith(_PROBLEM_TYPE):
            raise AnsweredError(json.loads(error.response.body or b"")) from error
        raise ProcessingError(
            f"The gateway refused to tell events ({error.response.status_code}).", next_step="look at its log"
        ) from error


def wait_for_jobs(
    events: Iterator[dict[str, Any]], job_ids: Sequence[str], on_event: Callable[[dict[str, Any]], None]
) -> dict[str, dict[str, Any]]:
    """Follow events until every job has ended; gives each job's last event."""
    ended: dict[str, dict[str, Any]] = {}
    for event in events:
        on_event(event)
        if event["type"] in {"render_complete", "render_failed"} and event["job_id"] in job_ids:
            ended[event["job_id"]] = event
        if len(ended) == len(set(job_ids)):
            break
    return ended
