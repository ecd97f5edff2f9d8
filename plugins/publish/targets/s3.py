"""S3-compatible storage that a site is published to, object by object, in an order that holds.

Such storage cannot switch at once. So what pages need comes before the pages, and what leads to
pages comes after them; what is gone goes last. Each object is whole at every moment, and none that
is still linked to is missing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..address import ENTRY, RECORD, is_companion, is_hashed
from ..problem import Problem, PublishError, other_files
from ..release import Changes, Manifest, Release
from .scratch import scratch
from .target import Kept, Live

STATE = ".publish"  # the number of the last whole release; what says that the objects are ours
IMMUTABLE = "public, max-age=31536000, immutable"
BRIEF = "public, max-age=300"

_AT_ONCE = 8
_ADDRESS = re.compile(
    r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?P<prefix>/[^\s\x00-\x1f\x7f]*)?", re.ASCII
)
_WRITE = "write s3://bucket or s3://bucket/prefix"
_UNKNOWN = "application/octet-stream"
_ENCODINGS = {".gz": "gzip", ".br": "br"}
_NAMED_TYPES = {
    "rss.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
# The system's own table differs from machine to machine.
_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".opml": "text/xml",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vcf": "text/vcard",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".xsl": "application/xslt+xml",
}
_TEXT = re.compile(r"text/|application/(.+\+)?(xml|json)$|image/svg\+xml")

_KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to keys that may do this"
_REACH = "look at AWS_ENDPOINT_URL, and whether the storage is up"
_REMEDIES = {
    "NoSuchBucket": "make the bucket first, or name another one with PUBLISH_TO=s3://…",
    "404": "make the bucket first, or name another one with PUBLISH_TO=s3://…",
    "AccessDenied": _KEYS,
    "403": _KEYS,
    "InvalidAccessKeyId": _KEYS,
    "SignatureDoesNotMatch": _KEYS,
    "ExpiredToken": _KEYS,
    "PermanentRedirect": "set AWS_REGION to the bucket's region",
    "AuthorizationHeaderMalformed": "set AWS_REGION to the bucket's region",
    "IllegalLocationConstraintException": "set AWS_REGION to the bucket's region",
    "QuotaExceeded": "make room there, then publish again",
    "RequestTimeTooSkewed": "set this machine's clock",
}


@dataclass(frozen=True)
class Headers:
    """What is said of a file when it is sent: its type, its packing, how long it may be kept."""

    type: str
    encoding: str
    caching: str


def headers(path: str, paths: Collection[str]) -> Headers:
    """Make the headers of a file of a site; `paths` are all of the site's.

    `a.html.gz` beside `a.html` is that page, packed; without one beside it, it is an archive.
    """
    packed = is_companion(path, paths)
    name = PurePosixPath(path[:-3] if packed else path)
    kind = _NAMED_TYPES.get(name.name) or _TYPES.get(name.suffix.lower(), _UNKNOWN)
    return Headers(
        type=f"{kind}; charset=utf-8" if _TEXT.match(kind) else kind,
        encoding=_ENCODINGS[path[-3:]] if packed else "",
        caching=IMMUTABLE if is_hashed(str(name)) else BRIEF,
    )


def rank(path: str) -> int:
    """Order a site's files: what pages need, pages, feeds, the home page, what says it is whole."""
    plain = PurePosixPath(path.removesuffix(".gz").removesuffix(".br"))
    if str(plain) == RECORD:
        return 4
    if str(plain) == "index.html":
        return 3
    if plain.suffix == ".xml" or plain.name == "feed.json":
        return 2
    return 1 if plain.suffix in (".html", ".htm") or plain.name == ENTRY else 0


class S3Target:
    """A bucket, or the keys of one below a prefix: `s3://bucket/prefix`.

    Keys and the address of the storage come from the environment: `AWS_ACCESS_KEY_ID`,
    `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT_URL`. Two publishes at
    once from one machine are kept apart; from two machines they are not.
    """

    def __init__(self, bucket: str, prefix: str) -> None:
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._client: Any = None

    @classmethod
    def parse(cls, to: str) -> Self:
        """Read an address; raises `PublishError` for one that is none."""
        if not (match := _ADDRESS.fullmatch(to)) or ".." in match["bucket"]:
            raise PublishError([Problem(to, "is no address of a bucket", _WRITE)])
        prefix = (match["prefix"] or "").strip("/")
        if prefix and not all(part.strip(".") for part in prefix.split("/")):
            raise PublishError([Problem(to, "has a prefix with an empty part in it", _WRITE)])
        return cls(match["bucket"], prefix)

    def problems(self) -> Iterator[Problem]:
        """Find all that keeps the bucket from being published to; change nothing."""
        missing = []
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            if not os.environ.get(name):
                missing.append(Problem(name, "is not set", "set it to a key of the storage"))
        if missing:
            yield from missing
            return
        try:
            yield from self._stranger_problems(self._objects())
        except PublishError as error:
            yield from error.problems

    def digest(self, path: Path) -> str:
        """The MD5 of a file: the ETag of an object that was put in one piece.

        Storage that encrypts with a key of its own has other ETags; all is put again then.
        """
        with path.open("rb") as file:
            return hashlib.file_digest(file, _md5).hexdigest()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep out what publishes here from this machine; the storage has no lock for others."""
        with scratch(self.name):
            yield

    def live(self) -> Live | None:
        """List the objects and their digests; None for an empty bucket or prefix."""
        objects = self._objects()
        if problems := list(self._stranger_problems(objects)):
            raise PublishError(problems)
        if not objects.keys() - {STATE}:
            return None
        manifest = Manifest({path: tag for path, tag in objects.items() if path != STATE})
        return Live(str(self._release(objects)), manifest, self._get)

    def release(
        self, staged: Path, manifest: Manifest, changes: Changes, told: Callable[[int], None]
    ) -> str:
        """Put what is new and changed, in order, then delete what is gone; give the new number."""
        if not manifest.digests:
            raise PublishError([Problem(str(staged), "is empty", "look at what the build said")])
        if problems := list(_name_problems(staged, manifest)):
            raise PublishError(problems)
        before = self._release(self._objects())
        release = Release(before.number + 1)
        told(len(changes.same))
        with self._told():
            self._note(before)
            for _ in self._each(self._put(staged, manifest), (*changes.new, *changes.changed)):
                told(1)
            # What leads to a page goes before the page, and a page before what it needs.
            for _ in self._each(self._delete, changes.gone, backwards=True):
                pass
            self._note(release)
        return str(release)

    def releases(self) -> Sequence[Kept]:
        """The one release that is live; such storage keeps no others."""
        live = self.live()
        return [Kept(live.release, live=True)] if live else []

    def rollback(self) -> Kept:
        """Raise `PublishError`: there is nothing to go back to."""
        fault = "keeps no releases to go back to"
        remedy = "check the older version out of the site's own git repository and publish that"
        raise PublishError([Problem(self.name, fault, remedy)])

    def look(self) -> str:
        """Say where the site lies."""
        where = os.environ.get("AWS_ENDPOINT_URL", "")
        return f"It lies in {self.name}{f' at {where}' if where else ''}."

    @property
    def _s3(self) -> Any:
        if self._client is None:
            own = bool(os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT_URL_S3"))
            self._client = boto3.session.Session(
                aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID"),
                aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY"),
                aws_session_token=os.environ.get("AWS_SESSION_TOKEN"),
                region_name=_region(),
            ).client("s3", config=_config(own=own))
        return self._client

    def _objects(self) -> dict[str, str]:
        """The ETag of each object by its path below the prefix."""
        with self._told():
            pages = self._s3.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            found = [each for page in pages for each in page.get("Contents", ())]
        # A key that ends in a slash is a folder that some console has drawn.
        return {
            each["Key"].removeprefix(self._prefix): each["ETag"].strip('"')
            for each in found
            if not each["Key"].endswith("/")
        }

    def _stranger_problems(self, objects: dict[str, str]) -> Iterator[Problem]:
        if objects and not objects.keys() & {RECORD, STATE}:
            fault = other_files(min(objects), len(objects) - 1)
            remedy = "name an empty bucket or prefix with PUBLISH_TO=s3://bucket/prefix"
            yield Problem(self.name, fault, remedy)

    def _release(self, objects: Collection[str]) -> Release:
        """The number of the last release that is whole; 0 before the first is."""
        if STATE not in objects:
            return Release(0)
        return Release.named(self._get(STATE).decode(errors="replace").strip()) or Release(0)

    def _note(self, release: Release) -> None:
        self._s3.put_object(
            Bucket=self._bucket,
            Key=self._prefix + STATE,
            Body=f"{release}\n".encode(),
            ContentType="text/plain; charset=utf-8",
            CacheControl=BRIEF,
        )

    def _get(self, path: str) -> bytes:
        with self._told():
            found = self._s3.get_object(Bucket=self._bucket, Key=self._prefix + path)
            return bytes(found["Body"].read())

    def _put(self, staged: Path, manifest: Manifest) -> Callable[[str], None]:
        def put(path: str) -> None:
            content = (staged / path).read_bytes()
            digest = _md5(content)
            if digest.hexdigest() != manifest.digests[path]:
                fault = "was changed while it was being published"
                raise PublishError([Problem(str(staged / path), fault, "publish again")])
            said = headers(path, manifest.digests.keys())
            self._s3.put_object(
                Bucket=self._bucket,
                Key=self._prefix + path,
                Body=content,
                ContentMD5=base64.b64encode(digest.digest()).decode(),
                ContentType=said.type,
                CacheControl=said.caching,
                **({"ContentEncoding": said.encoding} if said.encoding else {}),
            )

        return put

    def _delete(self, path: str) -> None:
        self._s3.delete_object(Bucket=self._bucket, Key=self._prefix + path)

    def _each(
        self, work: Callable[[str], None], paths: Collection[str], *, backwards: bool = False
    ) -> Iterator[str]:
        """Do some work for each path, a rank after the other; give each that is done."""
        for step in sorted(set(map(rank, paths)), reverse=backwards):
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                ranked = (path for path in sorted(paths) if rank(path) == step)
                futures = {pool.submit(work, path): path for path in ranked}
                try:
                    for future in as_completed(futures):
                        future.result()
                        yield futures[future]
                finally:
                    # After a failure nothing more is begun.
                    pool.shutdown(wait=True, cancel_futures=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            reason = error.response.get("Error", {}).get("Message", "") or code
            fault = f"the storage says “{code}: {reason}”"
            remedy = _REMEDIES.get(code, "mend that, then publish again")
            raise PublishError([Problem(self.name, fault, remedy)]) from error
        except (BotoCoreError, ValueError) as error:
            # A ValueError is what botocore makes of an address that is none.
            raise PublishError([Problem(self.name, f"{error}".rstrip("."), _REACH)]) from error


def _name_problems(staged: Path, manifest: Manifest) -> Iterator[Problem]:
    remedy = "give it another"
    for path in manifest.digests:
        if path == STATE:
            yield Problem(
                str(staged / path), "has a name that publishing needs for its own", remedy
            )
        elif path != path.encode(errors="replace").decode():
            fault = "has a name that is not UTF-8, which storage cannot have"
            yield Problem(str(staged / path), fault, remedy)


def _md5(content: bytes = b"") -> Any:
    # It says whether a file has changed and has arrived, not who wrote it.
    return hashlib.md5(content, usedforsecurity=False)


def _region() -> str:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def _config(*, own: bool) -> Config:
    return Config(
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=_AT_ONCE,
        retries={"mode": "standard", "total_max_attempts": 4},
        # Storage of one's own seldom has a host name for each bucket, and seldom knows the
        # checksums that the client would add by itself; ContentMD5 is known everywhere.
        s3={"addressing_style": "path" if own else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
