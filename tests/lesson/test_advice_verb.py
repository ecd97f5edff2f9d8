"""An action that begins with a verb is known from one that does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.verb import begins_with_verb

RIGHT = """\
send one line to somebody you miss
Ring her
be honest
have tea with the person next door
do nothing for one day
go and thank them
phone one person
name one thing that went well
call the oldest of your friends
e-mail one person
proof-read it
write-up what you saw
re-read it aloud
reread it
rebake the cake
re\u2011read it
double-check it
cross-post nothing
log-in once, then never again
apologise to him
apologize to him
organise a dinner
RSVP today
unfollow ten accounts
*Send* one line
**Make** one of those contacts more valuable, to them first
_Write_ it down
<b>Ask</b> why
&ldquo;Ask her,&rdquo; I said
“Ask her how it went.”
‘Ask’ is the word
"ask her"
[call](https://example.org/a_(b)) your mother
[call][1] your mother
![a phone](/phone.png) call your mother
🦋 write
… write
don't call
don’t call
do not call
never send it twice
let's talk
please ask
Please, ask
just ask
quietly put it back
slowly and clearly say no
then, simply, listen
either call or write
first, ask
only then answer
when somebody comes in from something, tell them one thing that shows you noticed
When somebody looks lost tell them one thing
if it is Friday, call him
if you can't, write
(if you can) visit her
once you have read it, tell one person
as soon as you can, answer him
whenever people ask, say so
whoever you see next, greet them
this week, call one person
this week call one person
the next time you see her, ask
next time, ask why
next week, call her
one evening this week, ring somebody
first thing tomorrow, write to her
every morning, greet a neighbour
On Friday write to one person
today, ring your mother
tomorrow morning call her
at lunch, sit beside somebody new
before lunch send one line
without looking it up, write down three names
instead of a like, write a line
instead call
for one day, answer nobody at once
ten minutes before bed, write one line
30 minutes before bed write one line
three times this week ask somebody the way
half an hour before you go home, thank somebody
at 12:30 ring your mother
at 9.30 tomorrow ring your mother
sometime this week, ask for advice
somewhere outside, look up
straight after lunch, ring her
overnight, leave it; then send it
very quietly, thank them
better still, ring
oh, just ask
hey, ask
whether or not you agree, thank her
given the choice, ring
so that she knows, tell her
upvote nothing
handpick one book for somebody
unlike last time, wait
to find out, ask them
walking home, ring your mother
tired of it? Sleep
Who comes to mind? Write to them.
Think of somebody – then write
yodel
answer the oldest email you still care about, in three lines
`make check` before you go
позвони другу
给一个人写信
écris à une amie

…
"""
WRONG = """\
a phone call to a friend
A phone call, a letter, or a visit
an email
coffee with one person
lunch with a colleague
breakfast together
calling a friend
calling a friend, asking how it went
calls to two friends
called her
sent a letter
the oldest email
one message
one message, sent today
three messages
3 messages
no more meetings
not another meeting
only one message
less scrolling
more listening
better manners
your friend
my friend: call her
somebody you miss
you should call
you call
I will call her
we could write
must write
will you call
to call
to call her today
it is time to write
kindness
kindness, always
honestly
honestly, a call
just one line
friendly words to a neighbour
friendly message to a neighbour
weekly letters
honest feedback
maybe a letter
on Friday a call
On Friday, a call
this week a call
this week, a call
the next time you meet
every day one line
in the morning
for a call
with a friend, no phone
without a phone
when you call
when you have time
if you have a minute
ten minutes of silence
five minutes with a friend
half an hour with your mother
three times a charm
two days in the country
better questions
that letter
somewhere quiet
when they call, patience
when people are late, patience
when your friends call, patience
at a friend’s call
on 24 March a letter
to quickly call her
if you ask, the truth
to find out, a question
once a week, coffee
thank-you to the cook
two-minute conversation
face-to-face conversation with her
flowers for a neighbour
old friends
*A* letter
[a letter](/write/) to him
<b>The</b> letter
“a question”
sorry for being late
thanks to the cook
today
tomorrow
and then
July
"""


@pytest.mark.parametrize("action", RIGHT.splitlines())
def test_action_that_begins_with_a_verb(action: str) -> None:
    """A request passes however it is dressed; what is no English is not judged."""
    assert begins_with_verb(action)


@pytest.mark.parametrize("action", WRONG.splitlines())
def test_action_that_begins_with_no_verb(action: str) -> None:
    """A thing, a wish or a report is no request."""
    assert not begins_with_verb(action)


WORDS = [
    "send", "a", "the", "call", "to", "when", "you", "if", "on", "friday", "this", "week", "just",
    "quietly", "don't", "once", "phone-call", "re-", "-", "calling", "tired", "friend's", ",", ".",
    "?", "(", ")", "[", "](", "![", "][", "]", "<b>", "<", ">", "*", "_", "`", "&amp;", "&", "é",
    "漢", "🦋", "3", "'", "’", "\n", " ", "  ", "\x02", "\x03", "\u2028", "\ud800", "ß", "İ",
]  # fmt: skip


@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.text()))
def test_every_text_is_one_or_the_other(action: str) -> None:
    """Whatever is written, the same is said of it in capitals and in quotation marks."""
    said = begins_with_verb(action)

    if action.isascii() and "&" not in action:
        assert begins_with_verb(action.upper()) is said
    assert begins_with_verb(f"“{action}”") is said


@pytest.mark.parametrize("piece", ["<", "[", "](", "![a](", "if, ", "a-", "ly ", "this ", "on on "])
def test_long_action_is_read_at_once(piece: str) -> None:
    """An action of a hundred thousand characters ends: no part of it is read over and over."""
    action = piece * (100_000 // len(piece))

    assert begins_with_verb(action) in (True, False)
