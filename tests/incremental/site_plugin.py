"""The nasty site's own plugin: what it makes is read by the templates in each way that there is."""

PLUGIN = """\
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import SubElement

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pelican import signals
from pelican.generators import Generator

from .words import WORD

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Nature:
    word: str

    @property
    def loud(self):
        return self.word.upper() + WORD


class Thing:
    def __init__(self, word):
        self.word = word


class Inserting(Extension):
    is_pure = True

    def reset(self):
        pass

    def extendMarkdown(self, md):
        md.registerExtension(self)

        class Insert(Treeprocessor):
            def run(self, root):
                SubElement(root, "hr", {"class": WORD})

        md.treeprocessors.register(Insert(md), "insert", 1)


def begin(site):
    markdown = site.settings["MARKDOWN"]
    markdown["extensions"] = [*markdown.get("extensions", []), Inserting()]


def with_word(text, more=""):
    return f"{text} {more} {WORD}"


with_word.is_pure = True


def motto(settings):
    return Path(settings["PATH"], "motto.txt").read_text().strip()


def prepare(generator):
    said = motto(generator.settings)
    generator.env.globals["MOTTO"] = said
    generator.env.globals["BOX"] = 2 if "2" in said else 1
    generator.env.filters["read_aloud"] = lambda text: f"{text}, {said}!"
    generator.env.filters["with_word"] = generator.env.globals["say"] = with_word
    if "2" in said:
        generator.context["SURPRISE"] = said
    generator.context["MOODS"] = {"list": [said, WORD]}


def add_metadata(generator, metadata):
    if "extra" in metadata:
        metadata["extra"] = metadata["extra"] + motto(generator.settings)


def add_to_contents(generator):
    said = motto(generator.settings)
    shared = {"word": "none"}
    articles = generator.articles
    for number, article in enumerate(articles):
        article.mood = said if article.title.startswith("T") else WORD
        article.nature = Nature(said)
        article.thing = Thing(said)
        article.shared = shared
        article.before = articles[number + 1] if number + 1 < len(articles) else None
        article.after = articles[number - 1] if number else None
        if "%motto%" in article._content:
            article._content = article._content.replace("%motto%", said)
    shared["word"] = said + str(len(articles))
    generator.context["MOOD"] = WORD
    generator.context["LEDGER"] = []


class LateGenerator(Generator):
    def generate_output(self, writer):
        said = motto(self.settings)
        self.context["LEDGER"].append(said)
        for number, article in enumerate(self.context["articles"]):
            article.rank = f"{number}{said}"
        writer.write_file("late.html", self.get_template("late"), self.context)
        early = self.get_template("early")
        few = self.context["articles"][:3]
        writer.write_file("late2.html", early, self.context, articles=few)


def add_generator(site):
    return LateGenerator


def register():
    signals.initialized.connect(begin)
    signals.generator_init.connect(prepare)
    signals.article_generator_context.connect(add_metadata)
    signals.article_generator_pretaxonomy.connect(add_to_contents)
    signals.get_generators.connect(add_generator)
"""
