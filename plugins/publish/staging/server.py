"""What a web server must say with each file of a release, for hosts of three kinds.

`_headers` goes with a release and knows its pages byte for byte. The configuration of a server of
one's own outlives many releases, so it says nothing that depends on a page.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from ..address import is_hashed
from ..problem import Problem, PublishError

LONGEST_LINE = 2000  # of `_headers`, and
MOST_RULES = 100  # of them: https://developers.cloudflare.com/pages/configuration/headers/

FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300, must-revalidate"
FEEDS = {
    "application/atom+xml": "application/atom+xml; charset=utf-8",
    "application/feed+json": "application/feed+json",
    "application/rss+xml": "application/rss+xml; charset=utf-8",
    "text/xml": "text/xml; charset=utf-8",  # a blogroll
}
GUARDS = {
    # What no page here asks for; copying and sharing stay with the page itself.
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), "
    "payment=(), usb=()",
    # Nobody is told where a reader came from: not even a host that could count it.
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}

_ALWAYS = (
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "media-src 'self'",
)
_ANY_PAGE = {
    "form-action": "'self' https:",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
}
# A script of another type is data, and no policy asks about it (HTML, 4.12.1).
_RUNS = re.compile(
    r"|module|importmap|speculationrules|(?:application|text)/(?:x-)?(?:java|ecma|j)script[\d.]*",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_OWN_SIGNS = re.compile(r"[*:\s]")  # of a rule's path in `_headers`
_FOLDER = re.compile(r"/[^\x00-\x1f\x7f\"$\\{}]*")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


# What `is_hashed` says, for nginx.
_HASHED = (
    r"\.(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\.)[0-9a-f]{8,}"
    r"\.(?!html?$)[^./]+$"
)
_NGINX = r"""# @host@, as End Rant publishes it. For nginx 1.20 or later, as Debian has it.
# Include it where the site's port and certificate are:
#
#     server {
#         listen 443 ssl;
#         ssl_certificate ...;
#         ssl_certificate_key ...;
#         include snippets/@host@.conf;
#     }

server_name @host@;
root "@root@/current";
index index.html;

# `current` is a link, and switching it is how a release goes live: it must be followed, and
# looked up anew for each request.
disable_symlinks off;
open_file_cache off;

# The site's own links are root-relative; so is what leads from /rants to /rants/.
absolute_redirect off;
error_page 403 404 =404 /404.html;

# A page's own policy would name its style and script by their hash. This file outlives the
# release, and a hash from before would leave the next one without style: so what stands in the
# page may run, and nothing from another host may.
@guards@

# A name with a hash in it never means another file. All else is asked for anew.
set $endrant_cache "@fornow@";
if ($uri ~ "@hashed@") {
    set $endrant_cache "@forayear@";
}
add_header Cache-Control $endrant_cache always;

charset utf-8;
charset_types text/css text/javascript text/plain text/xml text/calendar application/javascript
    application/rss+xml application/atom+xml image/svg+xml;

# What PUBLISH_COMPRESS = True has put beside each file.
gzip_static on;
gzip_vary on;
# brotli_static on;  # with the module ngx_brotli

location ^~ /.well-known/ { }
location ~ /\. { return 404; }
location ~ ^/_(headers|redirects)$ { return 404; }
location ~ /rss\.xml$ { types { } default_type application/rss+xml; }
location ~ /atom\.xml$ { types { } default_type application/atom+xml; }
location ~ /feed\.json$ { types { } default_type application/feed+json; }
location ~ \.ics$ { types { } default_type text/calendar; }
location ~ \.opml$ { types { } default_type text/xml; }
location ~ \.webmanifest$ { types { } default_type application/manifest+json; }
"""
_CADDY = """# @host@, as End Rant publishes it. For Caddy 2.6 or later.

@host@ {
	# `current` is a link, and switching it is how a release goes live; Caddy follows it anew for
	# each request.
	root * "@root@/current"

	# A page's own policy would name its style and script by their hash. This file outlives the
	# release, and a hash from before would leave the next one without style: so what stands in
	# the page may run, and nothing from another host may.
	header {
@guards@
	}

	# A name with a hash in it never means another file. All else is asked for anew.
	@hashed {
		path_regexp \\.[0-9a-f]{8,}\\.[^./]+$
		not path_regexp \\.((19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])\\.[^./]+|html?)$
	}
	@other not {
		path_regexp \\.[0-9a-f]{8,}\\.[^./]+$
		not path_regexp \\.((19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])\\.[^./]+|html?)$
	}
	header @other Cache-Control "@fornow@"
	header @hashed Cache-Control "@forayear@"

	@rss path */rss.xml
	header @rss Content-Type "application/rss+xml; charset=utf-8"
	@atom path */atom.xml
	header @atom Content-Type "application/atom+xml; charset=utf-8"
	@feed path */feed.json
	header @feed Content-Type application/feed+json
	@ics path *.ics
	header @ics Content-Type "text/calendar; charset=utf-8"
	@opml path *.opml
	header @opml Content-Type "text/xml; charset=utf-8"
	@webmanifest path *.webmanifest
	header @webmanifest Content-Type application/manifest+json

	@private {
		path_regexp (/\\.|^/_(headers|redirects)$)
		not path /.well-known/*
	}
	error @private 404

	# What PUBLISH_COMPRESS = True has put beside each file.
	file_server {
		precompressed br gzip
	}

	handle_errors {
		rewrite * /404.html
		header Cache-Control "@fornow@"
		header Content-Type "text/html; charset=utf-8"
		file_server
	}
}
"""


def headers(pages: Iterable[bytes]) -> str:
    """The file `_headers` of a release, in the form Netlify and Cloudflare Pages read.

    `pages` are the release's HTML, in any order. The policy for all of them names what they run by
    its hash (CSP Level 3, 6.7.3) and where their forms go by its origin; a browser may hold a
    form to that after a redirect, too. Where it would not fit a line of 2,000 characters, what
    still holds is told: first any style attribute is allowed, then any style in the page, then any
    script in the page, then a form to any https address. Nothing ever comes from another host.

    Feeds and blogrolls that pages link to get their type, assets with a hash in their name are
    kept for a year; of more than a hundred rules the last are left out, and a host's own type and
    time hold. For all else both hosts ask anew each time: a rule for `/*` would be added to one
    for an asset.
    """
    found = _Found()
    for page in pages:
        found.read(page)
    rules: dict[str, dict[str, str]] = {"/*": {"Content-Security-Policy": found.policy(), **GUARDS}}
    for path, kind in sorted(found.feeds.items(), key=lambda feed: (feed[0].count("/"), feed[0])):
        rules.setdefault(path, {})["Content-Type"] = kind
    for path in sorted(found.assets):
        rules.setdefault(path, {})["Cache-Control"] = FOR_A_YEAR
    lines = []
    for path in list(rules)[:MOST_RULES]:
        lines += [path, *(f"  {name}: {value}" for name, value in sorted(rules[path].items()))]
    return "\n".join(lines) + "\n"


def nginx(root: str, host: str) -> str:
    """A part of an nginx configuration, to be included in the `server` block of a site.

    `root` is the folder published to, whole; `host` is SITEURL's. Raises `PublishError` where
    either holds a sign that the configuration has no place for.
    """
    _check(root, host)
    guards = "\n".join(
        f'add_header {name} "{value}" always;' for name, value in _any_page().items()
    )
    return _filled(_NGINX, root, host, guards)


def caddy(root: str, host: str) -> str:
    """A Caddyfile for the site; takes and raises what `nginx` does."""
    _check(root, host)
    guards = "\n".join(f'\t\t{name} "{value}"' for name, value in _any_page().items())
    return _filled(_CADDY, root, host, guards)


class _Found:
    """What pages run, load and send to; it fills up page by page."""

    def __init__(self) -> None:
        self.forms: set[str] = set()
        self.scripts: set[str] = set()
        self.styles: set[str] = set()
        self.attributes: set[str] = set()
        self.assets: set[str] = set()
        self.feeds: dict[str, str] = {}

    def read(self, page: bytes) -> None:
        """Add what one page has; what is not UTF-8 in it is read as a browser reads it."""
        # Deep nesting is a page still, and its style is to be shown.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        text = page.decode("utf-8", errors="replace")
        root = etree.fromstring(text.encode(), parser) if text.strip() else None
        for element in root.iter(etree.Element) if root is not None else ():
            self._read_element(element)

    def policy(self) -> str:
        """The Content-Security-Policy for what was found, as exact as one line can be."""
        exact = {
            "form-action": _sources(self.forms),
            "script-src": _sources(self.scripts),
            "style-src": _sources(self.styles),
        }
        if self.attributes:
            exact["style-src-attr"] = _sources({"'unsafe-hashes'", *self.attributes})
        for name in ("style-src-attr", "style-src", "script-src", "form-action"):
            if len(f"  Content-Security-Policy: {_policy(exact)}") <= LONGEST_LINE:
                break
            wide = _ANY_PAGE.get(name, "'unsafe-inline'")
            if len(wide) < len(exact.get(name, "")):
                exact[name] = wide
        return _policy(exact)

    def _read_element(self, element: Any) -> None:
        tag, attributes = element.tag, element.attrib
        if tag == "style":
            self.styles |= _hashes(element)
        elif tag == "script" and _RUNS.fullmatch(attributes.get("type", "").strip()):
            self.scripts |= {"'self'"} if "src" in attributes else _hashes(element)
        elif tag == "link":
            self._read_link(attributes)
        elif tag == "form":
            self.forms.add(_origin(attributes.get("action", "")))
        if "formaction" in attributes:
            self.forms.add(_origin(attributes["formaction"]))
        if "style" in attributes:
            self.attributes.add(_hash(attributes["style"]))
        for name in ("href", "poster", "src", "srcset"):
            for address in attributes.get(name, "").split() if name in attributes else ():
                path = _path(address.rstrip(","))
                if is_hashed(unquote(path)):
                    self.assets.add(path)

    def _read_link(self, attributes: Any) -> None:
        kinds = attributes.get("rel", "").lower().split()
        path = _path(attributes.get("href", ""))
        if "stylesheet" in kinds and path:
            self.styles.add("'self'")
        elif {"alternate", "blogroll"} & set(kinds) and path and attributes.get("type") in FEEDS:
            self.feeds[path] = FEEDS[attributes["type"]]


def _hashes(element: Any) -> set[str]:
    """The hash of what stands in a style or a script; in a drawing that may be written twice."""
    text = element.text or ""
    drawn = any(True for _ in element.iterancestors("svg"))
    return {_hash(text), _hash(html.unescape(_CDATA.sub(r"\1", text)))} if drawn else {_hash(text)}


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _origin(address: str) -> str:
    """Where a form goes, as a source of the policy: an origin, another scheme, or the site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # such as http://[x: it goes nowhere
        return "'self'"
    if not parts.netloc:
        return f"{parts.scheme}:" if parts.scheme in ("mailto", "sms") else "'self'"
    host = re.sub(r"[^A-Za-z0-9.:\[\]-]", "", parts.netloc.rpartition("@")[2])
    return f"{parts.scheme or 'https'}://{host}"


def _path(address: str) -> str:
    """The path of an address below this host; empty where it is none, or no rule can name it."""
    if not address.startswith("/") or address.startswith("//"):
        return ""
    path = address.partition("#")[0].partition("?")[0]
    return "" if _OWN_SIGNS.search(path) or not path.isascii() else path


def _sources(found: Iterable[str]) -> str:
    return " ".join(sorted(found)) or "'none'"


def _policy(exact: dict[str, str]) -> str:
    first, *others = _ALWAYS
    rest = [*others, *(f"{name} {sources}" for name, sources in exact.items())]
    return "; ".join([first, *sorted(rest)])


def _any_page() -> dict[str, str]:
    return {"Content-Security-Policy": _policy(_ANY_PAGE), **GUARDS}


def _check(root: str, host: str) -> None:
    problems = list(_problems(root, host))
    if problems:
        raise PublishError(problems)


def _problems(root: str, host: str) -> Iterator[Problem]:
    if not _FOLDER.fullmatch(root):
        fault = "is no whole path that a web server's configuration can name"
        remedy = "publish to one without quotes, braces, backslashes and dollar signs"
        yield Problem(root, fault, remedy)
    if not _HOST.fullmatch(host):
        yield Problem(host, "is no host's name", "write SITEURL as https://rants.example")


def _filled(text: str, root: str, host: str, guards: str) -> str:
    # The folder comes last: only its name could hold what looks like a place to fill.
    for name, value in {
        "guards": guards,
        "fornow": FOR_NOW,
        "forayear": FOR_A_YEAR,
        "hashed": _HASHED,
        "host": host,
        "root": root,
    }.items():
        text = text.replace(f"@{name}@", value)
    return text
