"""Feeds and sitemaps are as their readers need them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.proofread.audit.output import told

PAGES = {"index.html": "<p>x", "a/index.html": "<p id=lesson>x", "b/index.html": "<p>x"}
URL = "https://site.example"
NOT_THERE = "leads to no file of the site — mend it, or put the file there"
RSS_ENTRY = f"""<item><guid isPermaLink="false">1</guid><link>{URL}/a/#lesson</link>
<pubDate>Sat, 21 Nov 2026 10:30:00 +0000</pubDate></item>"""
ATOM_ENTRY = f"""<entry><id>tag:site.example,2026:1</id><link href="{URL}/a/#lesson"/>
<updated>2026-11-21T10:30:00Z</updated><published>2026-11-21T10:30:00.5+01:00</published></entry>"""
JSON_ENTRY = {"id": "1", "url": f"{URL}/a/#lesson", "date_published": "2026-11-21T10:30:00+00:00"}


def rss(*entries: str, self: str = f"{URL}/feed", home: str = f"{URL}/") -> str:
    """An RSS feed with its entries each from a line of its own on, the second."""
    items = "\n".join(entry.replace("\n", "") for entry in entries)
    return (
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" version="2.0"><channel>'
        f'<link>{home}</link><atom:link rel="self" href="{self}"/>\n{items}\n</channel></rss>'
    )


def atom(*entries: str, self: str = f"{URL}/feed", home: str = f"{URL}/") -> str:
    """An Atom feed with its entries each from a line of its own on, the second."""
    items = "\n".join(entry.replace("\n", "") for entry in entries)
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
        f'<link href="{home}"/><link rel="self" href="{self}"/>\n{items}\n</feed>'
    )


def json_feed(*entries: Any, self: str = f"{URL}/feed", home: str = f"{URL}/") -> str:
    """A JSON Feed."""
    version = "https://jsonfeed.org/version/1.1"
    items = list(entries)
    return json.dumps({"version": version, "feed_url": self, "home_page_url": home, "items": items})


def test_good_feeds_pass(tmp_path: Path) -> None:
    """Nothing is told of feeds of each format whose entries are whole."""
    files = {
        "rss.xml": rss(RSS_ENTRY, self=f"{URL}/rss.xml"),
        "atom.xml": atom(ATOM_ENTRY, self=f"{URL}/atom.xml"),
        "feed.json": json_feed(JSON_ENTRY, self=f"{URL}/feed.json"),
        "sitemap.xml": f"<urlset><url><loc>\n{URL}/a/ </loc></url></urlset>",
        "index.xml": f"<sitemapindex><sitemap><loc>{URL}/rss.xml</loc></sitemap></sitemapindex>",
    }

    assert told(tmp_path, {**PAGES, **files}) == []


RSS = {
    "no id": (
        RSS_ENTRY.replace('<guid isPermaLink="false">1</guid>', ""),
        f"2: entry '{URL}/a/#lesson' has no id — give it one that never changes",
    ),
    "no link": (
        RSS_ENTRY.replace(f"<link>{URL}/a/#lesson</link>", ""),
        "2: entry '1' has no link — name its page",
    ),
    "no date": (
        RSS_ENTRY.replace("pubDate", "date"),
        "2: entry '1' has no pubDate — give it the post's",
    ),
    "a date of another format": (
        RSS_ENTRY.replace("Sat, 21 Nov 2026 10:30:00 +0000", "2026-11-21"),
        "2: pubDate '2026-11-21' is not a date — write it as 'Mon, 23 Nov 2026 09:00:00 +0000'",
    ),
    "a relative link": (
        RSS_ENTRY.replace(URL, ""),
        f"2: link alternate '/a/#lesson' is not absolute — write '{URL}/a/'",
    ),
    "a link elsewhere": (
        RSS_ENTRY.replace(URL, "https://other.example"),
        "2: link alternate 'https://other.example/a/#lesson' is not below SITEURL"
        f" — write an address below '{URL}/'",
    ),
    "a link to nothing": (
        RSS_ENTRY.replace("/a/", "/nope/"),
        f"2: link alternate '{URL}/nope/#lesson' {NOT_THERE}",
    ),
    "a link to no place": (
        RSS_ENTRY.replace("#lesson", "#x"),
        f"2: link alternate '{URL}/a/#x' leads to no place in 'a/index.html'"
        " — give it an id='x', or mend the link",
    ),
    "this machine": (
        RSS_ENTRY.replace("</item>", "<enclosure url='http://localhost/x.mp3'/></item>"),
        "2: enclosure url 'http://localhost/x.mp3' leads to the reader's own machine"
        " — write the address that others reach it by",
    ),
    "a count of replies": (
        RSS_ENTRY.replace("</item>", "<slash:comments>12</slash:comments></item>"),
        "2: comments '12' counts replies — take it out of the feed",
    ),
    "a link to no place in its text": (
        RSS_ENTRY.replace("</item>", "<description>&lt;a href='#x'></description></item>"),
        "2: a href '#x' leads to no place in 'a/index.html' — give it an id='x', or mend the link",
    ),
    "a dead link in its text": (
        RSS_ENTRY.replace("</item>", "<description>&lt;img src=x.png></description></item>"),
        f"2: img src 'x.png' {NOT_THERE}",
    ),
}


@pytest.mark.parametrize(("entry", "message"), RSS.values(), ids=RSS)
def test_fault_of_an_rss_entry_is_told(tmp_path: Path, entry: str, message: str) -> None:
    """An entry has an id, a date and the absolute address of a page of the site."""
    found = told(tmp_path, {**PAGES, "rss.xml": rss(entry, self=f"{URL}/rss.xml")})

    assert found == [f"rss.xml:{message}"]


ATOM = {
    "no id": (
        ATOM_ENTRY.replace("id>", "key>"),
        f"2: entry '{URL}/a/#lesson' has no id — give it one that never changes",
    ),
    "no link": (
        ATOM_ENTRY.replace("<link", "<link rel='related'"),
        "2: entry 'tag:site.example,2026:1' has no link — name its page",
    ),
    "no date": (
        ATOM_ENTRY.replace("updated", "changed"),
        "2: entry 'tag:site.example,2026:1' has no updated — give it the post's",
    ),
    "a date without a zone": (
        ATOM_ENTRY.replace("10:30:00Z", "10:30:00"),
        "2: updated '2026-11-21T10:30:00' is not a date — write it as '2026-11-23T09:00:00+00:00'",
    ),
    "a day that is none": (
        ATOM_ENTRY.replace("2026-11-21T10:30:00.5", "2026-02-30T10:30:00"),
        "2: published '2026-02-30T10:30:00+01:00' is not a date"
        " — write it as '2026-11-23T09:00:00+00:00'",
    ),
    "a count of replies": (
        ATOM_ENTRY.replace(
            "</entry>", "<link rel='replies' href='mailto:x' thr:count='3'/></entry>"
        ),
        "2: thr:count '3' counts replies — take it out of the feed",
    ),
}


@pytest.mark.parametrize(("entry", "message"), ATOM.values(), ids=ATOM)
def test_fault_of_an_atom_entry_is_told(tmp_path: Path, entry: str, message: str) -> None:
    """The same holds for Atom, with its own dates."""
    found = told(tmp_path, {**PAGES, "atom.xml": atom(entry, self=f"{URL}/atom.xml")})

    assert found == [f"atom.xml:{message}"]


JSON = {
    "no id": (
        {**JSON_ENTRY, "id": ""},
        f"entry '{URL}/a/#lesson' has no id — give it one that never changes",
    ),
    "no link": ({**JSON_ENTRY, "url": None}, "entry '1' has no link — name its page"),
    "no date": (
        {"id": "1", "url": f"{URL}/a/"},
        "entry '1' has no date_published — give it the post's",
    ),
    "a date of another format": (
        {**JSON_ENTRY, "date_published": "soon"},
        "date_published 'soon' is not a date — write it as '2026-11-23T09:00:00+00:00'",
    ),
    "a link to nothing": (
        {**JSON_ENTRY, "url": f"{URL}/nope/"},
        f"url '{URL}/nope/' {NOT_THERE}",
    ),
    "an attachment that is not there": (
        {**JSON_ENTRY, "attachments": [{"url": f"{URL}/x.mp3"}, 1]},
        f"attachment '{URL}/x.mp3' {NOT_THERE}",
    ),
    "a dead link in its text": (
        {**JSON_ENTRY, "content_html": "<a href='../c/'>x</a>"},
        f"a href '../c/' {NOT_THERE}",
    ),
}


@pytest.mark.parametrize(("entry", "message"), JSON.values(), ids=JSON)
def test_fault_of_a_json_entry_is_told(tmp_path: Path, entry: Any, message: str) -> None:
    """The same holds for JSON Feed, which has no lines to tell."""
    found = told(tmp_path, {**PAGES, "feed.json": json_feed(entry, self=f"{URL}/feed.json")})

    assert found == [f"feed.json: {message}"]


MORE = {
    "rss.xml": rss("<image><url>https://site.example/x.png</url></image>", self=f"{URL}/rss.xml"),
    "atom.xml": atom(
        ATOM_ENTRY.replace(
            "</entry>",
            "<link rel='self' href='/x'/><link rel='enclosure' href='/y.mp3'/>"
            "<summary type='text'>&lt;img src='z.png'></summary>"
            "<content type='html'>&lt;img src='https://cdn.example/x'></content></entry>",
        ),
        self=f"{URL}/atom.xml",
    ),
    "sitemap.xml": """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
xmlns:xhtml="http://www.w3.org/1999/xhtml"><url><loc>https://site.example/a/</loc>
<image:image><image:loc>https://cdn.example/x.png</image:loc></image:image>
<xhtml:link rel="alternate" hreflang="fr" href="https://site.example/a/fr/"/></url></urlset>""",
    "feed.json": json_feed(1, {**JSON_ENTRY, "id": 2}, self=f"{URL}/feed.json").replace(
        f'"{URL}/"', f'"{URL}/b/"'
    ),
    "other.json": '{"version": "https://jsonfeed.org/version/1", "items": {}}',
}


def test_other_addresses_of_a_feed_are_read(tmp_path: Path) -> None:
    """Pictures, enclosures and translations are there; what names other copies is left alone."""
    assert told(tmp_path, {**PAGES, **MORE}) == [
        f"atom.xml:2: link enclosure '/y.mp3' {NOT_THERE}",
        f"rss.xml:2: url '{URL}/x.png' {NOT_THERE}",
        f"sitemap.xml:5: link href '{URL}/a/fr/' {NOT_THERE}",
    ]


def test_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Two entries with one id are one to a reader; it is told once a feed, with the number."""
    files = {
        "rss.xml": rss(RSS_ENTRY, RSS_ENTRY, self=f"{URL}/rss.xml"),
        "atom.xml": atom(ATOM_ENTRY, ATOM_ENTRY, self=f"{URL}/atom.xml"),
        "feed.json": json_feed(JSON_ENTRY, JSON_ENTRY, JSON_ENTRY, self=f"{URL}/feed.json"),
    }

    assert told(tmp_path, {**PAGES, **files}) == [
        "atom.xml:2: entry 'tag:site.example,2026:1' stands here 2 times"
        " — give each an id of its own",
        "feed.json: entry '1' stands here 3 times — give each an id of its own",
        "rss.xml:2: entry '1' stands here 2 times — give each an id of its own",
    ]


def test_addresses_in_an_entry_start_from_its_page(tmp_path: Path) -> None:
    """What is relative in an entry is so to the entry's page, or to the feed where it has none."""
    html = "<description>&lt;a href='c.txt'>x&lt;/a></description></item>"
    bare = "<item><guid>2</guid><pubDate>Sat, 21 Nov 2026 10:30:00 +0000</pubDate>"
    entries = (RSS_ENTRY.replace("</item>", html), bare + html)

    found = told(
        tmp_path, {**PAGES, "a/c.txt": "", "rss.xml": rss(*entries, self=f"{URL}/rss.xml")}
    )

    assert found == [
        f"rss.xml:3: a href 'c.txt' {NOT_THERE}",
        "rss.xml:3: entry '2' has no link — name its page",
    ]


def test_feed_of_a_site_without_an_address_need_not_know_its_own(tmp_path: Path) -> None:
    """Where SITEURL is empty, a feed's address is not compared with anything."""
    entry = RSS_ENTRY.replace(URL, "")

    assert (
        told(tmp_path, {**PAGES, "rss.xml": rss(entry, self="/rss.xml", home="/")}, siteurl="")
        == []
    )


def test_feed_knows_its_own_address(tmp_path: Path) -> None:
    """What a feed says of itself and of its home is right, absolute and there."""
    files = {
        "rss.xml": rss(self=f"{URL}/old.xml", home="/"),
        "atom.xml": atom(self="/atom.xml", home="http://localhost:8000/"),
        "feed.json": json_feed(self=f"{URL}/", home=f"{URL}/nope/"),
    }

    assert told(tmp_path, {**PAGES, **files}) == [
        "atom.xml:1: link alternate 'http://localhost:8000/' leads to the reader's own machine"
        " — write the address that others reach it by",
        f"atom.xml:1: link self '/atom.xml' is not the feed's own address — write '{URL}/atom.xml'",
        f"feed.json: feed_url '{URL}/' is not the feed's own address — write '{URL}/feed.json'",
        f"feed.json: home_page_url '{URL}/nope/' {NOT_THERE}",
        f"rss.xml:1: link alternate '/' is not absolute — write '{URL}/'",
        f"rss.xml:1: link self '{URL}/old.xml' is not the feed's own address"
        f" — write '{URL}/rss.xml'",
    ]


def test_fault_of_a_page_is_not_told_again_of_its_feeds(tmp_path: Path) -> None:
    """What a feed repeats of a page that was told of it is the page's to mend."""
    dead = "<img src='/x.png'> <a href='#y'>y</a> <img src='https://cdn.example/z'>"
    escaped = dead.replace("<", "&lt;")
    entry = RSS_ENTRY.replace("</item>", f"<description>{escaped}</description></item>")
    files = {"b/index.html": "<p>x", "a/index.html": f"<p id=lesson>\n{dead}"}

    assert told(tmp_path, {**PAGES, **files, "rss.xml": rss(entry, self=f"{URL}/rss.xml")}) == [
        "a/index.html:2: a href '#y' leads to no place in this page"
        " — give it an id='y', or mend the link",
        f"a/index.html:2: img src '/x.png' {NOT_THERE}",
        "a/index.html:2: img src 'https://cdn.example/z' makes a browser ask another host,"
        " 'cdn.example' — keep a copy in the site",
    ]


def test_sitemap_is_read(tmp_path: Path) -> None:
    """Every address of a sitemap is absolute, below SITEURL and there."""
    locs = ["/a/", "https://other.example/a/", f"{URL}/nope/", f"{URL}/a/", "http://127.0.0.1/a/"]
    urls = "".join(f"\n<url><loc>{loc}</loc></url>" for loc in locs)

    index = f"<sitemapindex><sitemap><loc>{URL}/gone.xml</loc></sitemap></sitemapindex>"
    files = {"sitemap.xml": f"<urlset>{urls}</urlset>", "all.xml": index}

    assert told(tmp_path, {**PAGES, **files}) == [
        f"all.xml:1: loc '{URL}/gone.xml' {NOT_THERE}",
        f"sitemap.xml:2: loc '/a/' is not absolute — write '{URL}/a/'",
        "sitemap.xml:3: loc 'https://other.example/a/' is not below SITEURL"
        f" — write an address below '{URL}/'",
        f"sitemap.xml:4: loc '{URL}/nope/' {NOT_THERE}",
        "sitemap.xml:6: loc 'http://127.0.0.1/a/' leads to the reader's own machine"
        " — write the address that others reach it by",
    ]
