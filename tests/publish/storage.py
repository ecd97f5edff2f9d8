"""A real S3 API on loopback, moto's, behind a gate that can refuse."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from threading import Lock, Thread
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

_DENIED = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

_Start = Callable[[str, list[tuple[str, str]]], object]


class _Quiet(WSGIRequestHandler):
    def log_request(self, *arguments: object) -> None:
        """Print nothing for a request."""


@dataclass
class Gate:
    """Notes every change that is asked for, and refuses all after so many."""

    behind: Any
    changes: list[str] = field(default_factory=list)
    left: int | None = None
    lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: dict[str, Any], start: _Start) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in ("PUT", "DELETE") and not self._let_through(method, environ["PATH_INFO"]):
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [_DENIED]
        answer: Iterable[bytes] = self.behind(environ, start)
        return answer

    def _let_through(self, method: str, path: str) -> bool:
        with self.lock:
            if self.left is not None:
                if self.left <= 0:
                    return False
                self.left -= 1
            name = path.encode("latin-1").decode()
            self.changes.append(f"{method} {name}")
            return True


@dataclass(frozen=True)
class Storage:
    """Storage that is up: its address, its gate, and a client to look at it with."""

    address: str
    gate: Gate
    client: Any

    def empty(self) -> None:
        """Make the bucket `site` anew, and let everything through."""
        self.gate.left = None
        reset = HTTPConnection(self.address.removeprefix("http://"), timeout=30)
        reset.request("POST", "/moto-api/reset")
        assert reset.getresponse().status == HTTPStatus.OK
        reset.close()
        self.client.create_bucket(Bucket="site")
        self.gate.changes.clear()

    def keys(self) -> list[str]:
        """All keys of the bucket, in order."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="site")
        return [each["Key"] for page in pages for each in page.get("Contents", ())]

    def files(self) -> dict[str, bytes]:
        """What the bucket holds, by key, but for what publishing notes for itself."""
        return {
            key: self.client.get_object(Bucket="site", Key=key)["Body"].read()
            for key in self.keys()
            if not key.endswith(".publish")
        }


@contextmanager
def storing() -> Iterator[Storage]:
    """Serve storage until the tests are done with it."""
    gate = Gate(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, gate, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=environment(address)["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment(address)["AWS_SECRET_ACCESS_KEY"],
    )
    try:
        yield Storage(address, gate, client)
    finally:
        client.close()
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def environment(address: str) -> dict[str, str]:
    """The environment in which the storage is found, and no other."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "writer",
        "AWS_SECRET_ACCESS_KEY": "no secret",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
