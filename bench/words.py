"""The words of which posts to measure with are made."""

from __future__ import annotations

# Twenty by ten: two hundred tags.
SUBJECTS = (
    "letters", "doors", "trains", "meetings", "kitchens", "queues", "promises", "mornings",
    "neighbours", "machines", "questions", "forms", "bridges", "lists", "windows", "invoices",
    "gardens", "names", "answers", "clocks",
)  # fmt: skip
KINDS = ("slow", "old", "small", "lost", "quiet", "borrowed", "late", "open", "long", "plain")
TAGS = tuple(f"{kind} {subject}" for kind in KINDS for subject in SUBJECTS)

WHO = (
    "somebody", "nobody", "my neighbour", "the woman at the counter", "a friend of mine",
    "the bank", "the person before me", "half the street", "everybody in the room",
    "the man with the ladder", "our landlord", "the manual", "the machine", "the queue",
    "the committee", "one of us",
)  # fmt: skip
DID = (
    "forgot", "remembered", "moved", "answered", "counted", "returned", "painted", "explained",
    "lost", "found", "signed", "carried", "closed", "opened", "measured", "promised", "repaired",
    "ignored", "printed", "cancelled", "wanted", "believed", "kept", "borrowed",
)  # fmt: skip
WHAT = (
    "the letter", "a form with nine fields", "the old kettle", "every key", "the wrong door",
    "a long silence", "the list", "what was said", "the first question", "an apology",
    "the invoice", "a plain answer", "the minutes of the meeting", "the last train", "a cup of tea",
    "my name", "the window", "two chairs", "the rule", "a piece of paper tape", "the number",
    "the garden",
)  # fmt: skip
WHEN = (
    "on a Tuesday", "before breakfast", "without a word", "in the rain", "for the third time",
    "as if nothing had happened", "because it was easier", "and then went home", "by hand",
    "until it was dark", "while I waited", "with great care", "a year too late", "in the kitchen",
    "though nobody had asked", "so that it would be over", "at the end of the day",
)  # fmt: skip
AND = ("and", "but", "so", "while", "because", "although")
ACTIONS = (
    "write to one person you have not heard from", "call somebody who once helped you",
    "ask a neighbour what they are working on", "thank the person who answered last",
    "send one letter that you have put off", "invite somebody for a cup of tea",
)  # fmt: skip
DEADLINES = ("tomorrow", "the end of this week", "Friday", "the end of this month")
OPENERS = (
    "What are you stuck on right now?", "What would you build if you had a month?",
    "Who taught you that?", "What did you expect to happen?", "When was it last any good?",
)  # fmt: skip
CODE = (
    ("python", "def wait({0}: int) -> int:\n    # nobody counts {1}\n"
               "    return sum(turn * 2 for turn in range({0}))\n\n\nprint(wait({2}))"),
    ("javascript", "const {0} = (turns) => {{\n  const said = \"{1}\"\n"
                   "  return turns.map((turn) => turn + {2})\n}}\nconsole.log({0}([1, 2]))"),
    ("bash", "for {0} in *.txt; do\n    echo \"{1}: ${0}\" | tee -a answers.log\ndone\nexit {2}"),
)  # fmt: skip
