"""A theme that reads in every way that Jinja has, a few ways for each template.

Each post names the template it is shown with, so that a page depends on little but what its
template reads: what one of them fails to notice shows, and is not hidden by the others.
"""

from __future__ import annotations

_BASE = """{% import "macros/links.html" as links %}
<title>{% block title %}{{ SITENAME }}{% endblock %}</title>
{% block content %}{% endblock %}
{% block end %}{{ END }}{% endblock %}
"""
_SHOW = (
    '{% extends "base.html" %}{% block title %}{{ article.title }} - {{ super() }}{% endblock %}'
)
_LIST = """{% extends "base.html" %}{% block content %}
{% for each in articles_page.object_list %}{{ each.title }} {{ each.url }}
{% endfor %}{{ articles_page.number }}/{{ articles_paginator.num_pages }}
{% if articles_page.has_next() %}{{ articles_next_page.number }}{% endif %}
{% if articles_previous_page %}{{ articles_previous_page.object_list|map(attribute="title")|join }}
{% endif %}{% endblock %}"""


def _shown(content: str) -> str:
    return f"{_SHOW}{{% block content %}}{content}{{% endblock %}}"


# What a post may be shown with: its `Template:`.
SHOWN = {
    "pure": """{{ article.title|with_word }} {{ say(article.slug, MOOD) }}
        {% from "macros/pure.html" import pure %}{{ pure(article.before or article) }}""",
    "plain": "{{ article.content }}",
    "near": """{{ article.neighbours.older.title }}
        {{ article.neighbours.newer.url }}
        {{ (article.before or article).before.title }}
        {{ (article.after or article).after.summary }}""",
    "side": "{% for each in articles[:5] %}{{ links.link(each) }}{% endfor %}",
    "macro": """{% from "macros/lines.html" import line with context %}{{ line(article) }}
        {% import "macros/loud.html" as loud %}{{ loud.say(article.title) }}{{ loud.motto }}""",
    "tags": """{% for tag, of in tags|sort %}{{ tag }} {{ tag.slug }} {{ of|length }}
        {% endfor %}{% for tag in article.tags %}{{ tag.url }}{{ tag }}{% endfor %}""",
    "categories": """{% for category, of in categories %}{{ category }} {{ of|length }}
        {{ of[0].date|strftime("%Y") }}{% endfor %}{{ article.category.url }}""",
    "periods": """{% for period in period_archives.year %}{{ period.period }}
        {{ period.articles|length }}{{ period.dates[0].title }} {{ period.url }}{% endfor %}""",
    "dynamic": """{% include "partials/" ~ article.box|default("one") ~ ".html" %}
        {% include ["partials/" ~ article.slug ~ ".html", "partials/one.html"] %}""",
    "maybe": """{% include "partials/maybe.html" ignore missing %}
        {% include ["partials/maybe.html", "partials/perhaps.html"] ignore missing %}
        {% include "partials/apart.html" without context %}""",
    "groups": """{% for name, of in articles|groupby("category") %}{{ name }}
        {{ of|map(attribute="title")|join(",") }}{% endfor %}
        {{ articles|selectattr("summary")|map(attribute="slug")|first }}
        {{ (articles|sort(attribute="title"))[0].title }} {{ articles|map(attribute="x")|list }}
        {% for y, of in articles|groupby("date.year") %}{{ y }} {{ of|length }}{% endfor %}""",
    "dicts": """{% for key, value in MENU.items() %}{{ key }} {{ value }}{% endfor %}
        {% for key in article.metadata|sort %}{{ key }}={{ article.metadata[key] }}{% endfor %}
        {{ TABLE["a"] }} {{ TABLE.get(article.slug, "none") }}""",
    "summaries": "{% for each in articles %}{{ each.summary }}{% endfor %}",
    "contents": "{% for each in articles[:3] %}{{ each.content }}{% endfor %}",
    "printed": """{{ article }} {{ article.category }} {{ article.tags|join(", ") }} {{ category }}
        {{ article.author }} {{ article.status }} {{ article.lang }} {{ article.file }}""",
    "spaces": """{% set ns = namespace(last="") %}{% for each in articles %}
        {% if loop.changed(each.date.year) %}{{ each.date.year }}{% endif %}
        {% if loop.first or each.title > ns.last %}{% set ns.last = each.title %}{% endif %}
        {% endfor %}{{ ns.last }}{% call(x) links.each(pages) %}{{ x.title }}{% endcall %}
        {% filter upper %}{{ self.title() }}{% endfilter %}""",
    "filtered": "{{ article.title|shout }} {{ article.title|read_aloud }}",
    "globals": "{{ GREETING }} {{ MOTTO }}",
    "moods": "{{ MOOD }} {{ MOODS.list|join }}",
    "lessons": """{{ article.lesson.title }} {% for each in articles|selectattr("lesson") %}
        {{ each.lesson.title }} {{ each.lesson.url }}{% endfor %} {{ lesson_day.article.title }}""",
    "talk": '{{ article.content }}{% set conversation = article.conversation %}'
    '{% if conversation %}{% include "conversation/section.html" %}{% endif %}',
    "said": """{{ article.conversation.question }} {{ article.in_reply_to.title }}
        {% for each in article.follow_ups %}{{ each.title }}{% endfor %}
        {% for each in articles %}{{ each.replies.said|length }}{% endfor %}""",
    "feeds": '{% for feed in syndication %}{{ feed.title }} {{ feed.path }}{% endfor %}',
    "translated": """{% for each in article.translations %}{{ each.lang }} {{ each.title }}
        {{ each.url }}{% endfor %}{{ article.in_default_lang }}""",
    "mood": """{{ article.mood }} {% if article.nature %}{{ article.nature.word }}
        {{ article.nature.loud }} {{ article.thing.word }} {{ article.shared.word }}{% endif %}""",
    "counts": """{{ articles|length }} {{ drafts|length }} {{ hidden_articles|length }}
        {{ pages|map(attribute="title")|join }} {{ articles|map(attribute="tags")|list|length }}
        {{ (articles|last).title }} {{ articles[1:3]|map(attribute="title")|join }}""",
    "absent": """{{ article.extra|default(SITENAME) }} {{ article.extra is defined }}
        {{ SUBTITLE|default("none") }}
        {{ SURPRISE|default("none") }} {% if article.modified %}{{ article.modified }}{% endif %}
        {{ article.summary if article.extra else article.slug }} {{ article["extra"] }}""",
    "called": """{{ article.get_content("x") }} {{ article.get_summary("x") }}
        {{ article.url_format["slug"] }} {{ article.get_relative_source_path() }}""",
    "authors": """{% for author, of in authors %}{{ author }} {{ of|length }}
        {{ of|map(attribute="slug")|join(",") }}{% endfor %}{{ article.authors|join }}""",
    "settings": "{{ SITEURL }} {{ OUTPUT_PATH }} {{ DEFAULT_PAGINATION }}",
    "opaque": "{{ article.settings.SITENAME }} {{ article.settings.DEFAULT_LANG }}",
    "extended": "{{ article.title }}",
    "recursive": """{% for each in articles[:2] recursive %}{{ each.slug }}{% if loop.depth < 2 %}
        {{ loop([each.before] if each.before else []) }}{% endif %}{% endfor %}
        {% for each in articles if each.category == article.category %}{{ each.slug }}{% endfor %}
        {{ "yes" if article in articles[:4] else "no" }} {{ articles.index(article) }}""",
    "style": '<style>{% include "css/site.css" %}</style>{{ article.date|strftime("%d %B %Y") }}',
}  # fmt: skip

TEMPLATES = {
    "base.html": _BASE,
    "other.html": "<other>{% block title %}{% endblock %}{% block content %}{% endblock %}</other>",
    "article.html": _shown("{{ article.content }}"),
    "page.html": '{% extends "base.html" %}{% block content %}{{ page.title }}{{ page.content }}'
    "{% endblock %}",
    "index.html": _LIST,
    "tag.html": _LIST + "{{ tag }} {{ tag.slug }} {{ articles|length }} {{ dates[0].title }}",
    "category.html": "{{ category }} {{ dates|map(attribute='url')|join }} {{ category.slug }}",
    "author.html": "{{ author }} {{ articles|map(attribute='title')|join(' ') }}",
    "archives.html": "{% for each in dates %}{{ each.date }} {{ each.title }}\n{% endfor %}",
    "period_archives.html": "{{ period }} {{ period_num }} {% for each in dates %}{{ each.title }}"
    "{% endfor %}{{ articles|length }}",
    "tags.html": "{% for tag, of in tags %}{{ tag }}: {{ of[0].title }}\n{% endfor %}",
    "categories.html": "{% for each, of in categories %}{{ each }}: {{ of|length }}\n{% endfor %}",
    "authors.html": "{% for each, of in authors %}{{ each }}: {{ of|length }}\n{% endfor %}",
    "early.html": "{% for each in articles %}{{ each.rank }}{% endfor %}{{ LEDGER|length }}",
    "late.html": "{% for each in articles %}{{ each.rank }}{% endfor %}{{ LEDGER|join }}",
    "drafts.html": "{% for each in drafts %}{{ each.title }}{{ each.url }}{% endfor %}"
    "{% for each in hidden_articles %}{{ each.content }}{% endfor %}",
    "macros/links.html": """{% macro link(each) %}<a href="{{ each.url }}">{{ each.title }}</a>
        {% endmacro %}{% macro each(of) %}{% for one in of %}{{ caller(one) }}{% endfor %}
        {% endmacro %}""",
    "macros/lines.html": """{% macro line(article) %}{{ article.title }} {{ SITENAME }}
        {{ articles[0].title }} {{ MOOD }}{% endmacro %}""",
    "macros/pure.html": "{% macro pure(each) %}{{ each.title|with_word(each.slug) }}{% endmacro %}",
    "macros/loud.html": """{% set motto = MOTTO %}
        {% macro say(text) %}{{ text|read_aloud }} {{ MOTTO }}{% endmacro %}
        {% include "partials/box" ~ BOX ~ ".html" %}""",
    "partials/one.html": "<i>one {{ article.title }}</i>",
    "partials/two.html": "<i>two {{ article.slug }} {{ SITENAME }}</i>",
    "partials/apart.html": 'apart {{ MOTTO }}{% include "partials/box" ~ BOX ~ ".html" %}',
    "partials/box1.html": "box one {{ GREETING }}",
    "partials/box2.html": "box two {{ MOTTO }}",
    "css/site.css": "body { color: red }",
}  # fmt: skip
TEMPLATES |= {f"shown/{name}.html": _shown(content) for name, content in SHOWN.items()}
TEMPLATES["shown/extended.html"] = TEMPLATES["shown/extended.html"].replace(
    '"base.html"', 'article.layout or "base.html"'
)

# What may stand in a template's place, before itself; None is that nothing does.
_OTHERS: dict[str, tuple[str | None, ...]] = {
    "partials/maybe.html": ("maybe {{ article.title }}", "maybe not"),
    "partials/perhaps.html": ("perhaps {{ SITENAME }}",),
    "partials/p07.html": ("its own {{ article.date }}",),
    "partials/one.html": ("<b>one {{ article.title }}</b>",),
    "partials/two.html": ("<b>two</b>",),
    "partials/apart.html": ("far {{ MOTTO }}",),
    "partials/box1.html": ("another box",),
    "macros/links.html": (TEMPLATES["macros/links.html"].replace("<a", "<a class=a"),),
    "macros/lines.html": ("{% macro line(article) %}{{ article.slug }}{% endmacro %}",),
    "macros/loud.html": ("{% set motto = 'M' %}{% macro say(text) %}{{ text }}{% endmacro %}",),
    "base.html": (_BASE.replace("{{ END }}", "The end"),),
    "other.html": (TEMPLATES["other.html"].replace("other", "another"),),
    "css/site.css": ("body { color: blue }",),
    "conversation/section.html": ("<p>{{ conversation.title }}</p>",),
    "syndication/rant.html": ("<p>{{ article.title }} {{ article.content }}</p>",),
}
VARIANTS: dict[str, tuple[str | None, ...]] = {
    f"theme/templates/{name}": (*texts, TEMPLATES.get(name)) for name, texts in _OTHERS.items()
} | {
    "overrides/partials/one.html": ("<u>{{ article.title }}</u>", None),
    "overrides/partials/maybe.html": ("<u>over</u>", None),
    "overrides/shown/plain.html": ("<u>{{ article.summary }}</u>", None),
    "overrides/css/site.css": ("body { color: green }", None),
}
