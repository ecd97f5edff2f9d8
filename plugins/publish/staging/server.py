"""What a web server must say with each file of a release, for hosts of three kinds.

`_headers` goes with a release and knows its pages byte for byte. The configuration of a server of
one's own outlives many releases, so it says nothing that depends on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..problem import Problem, PublishError
from .needs import Needs

LONGEST_LINE = 2000  # of `_headers`, and
MOST_RULES = 100  # of them: https://developers.cloudflare.com/pages/configuration/headers/

FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300, must-revalidate"
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
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
}
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


def headers(pages: Iterable[Needs]) -> str:
    """The file `_headers` of a release, in the form Netlify and Cloudflare Pages read.

    `pages` are what each of the release's pages needs, in any order. The policy for all of them
    names what they run by its hash (CSP Level 3, 6.7.3) and where their forms go by its origin; a
    browser may hold a form to that after a redirect, too. Where it would not fit a line of 2,000
    characters, what still holds is told: first any style attribute is allowed, then any style in
    the page, then any script in the page, then a form to any https address. Nothing ever comes
    from another host.

    Feeds and blogrolls that pages link to get their type, assets with a hash in their name are
    kept for a year; of more than a hundred rules the last are left out, and a host's own type and
    time hold. For all else both hosts ask anew each time: a rule for `/*` would be added to one
    for an asset.
    """
    found = Needs()
    for page in pages:
        found.add(page)
    rules: dict[str, dict[str, str]] = {"/*": {"Content-Security-Policy": _exact(found), **GUARDS}}
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


def _exact(found: Needs) -> str:
    """The Content-Security-Policy for what was found, as exact as one line can be."""
    exact = {
        "form-action": _sources(found.forms),
        "script-src": _sources(found.scripts),
        "style-src": _sources(found.styles),
    }
    if found.attributes:
        exact["style-src-attr"] = _sources({"'unsafe-hashes'", *found.attributes})
    for name in ("style-src-attr", "style-src", "script-src", "form-action"):
        if len(f"  Content-Security-Policy: {_policy(exact)}") <= LONGEST_LINE:
            break
        wide = _ANY_PAGE.get(name, "'unsafe-inline'")
        if len(wide) < len(exact.get(name, "")):
            exact[name] = wide
    return _policy(exact)


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
