"""The conversation a lesson ends in: the question, and the doors to answer and ask it."""

from .conversation import Author, Conversation, Door, open_conversation
from .inspection import check_source
from .message import Budget, Message, compose
from .network import PERSON, ROOM, Network
from .plugin import register
from .reply import InReplyTo, Post, Replies, read_replies
from .settings import ConversationError, Settings

__all__ = [
    "PERSON",
    "ROOM",
    "Author",
    "Budget",
    "Conversation",
    "ConversationError",
    "Door",
    "InReplyTo",
    "Message",
    "Network",
    "Post",
    "Replies",
    "Settings",
    "check_source",
    "compose",
    "open_conversation",
    "read_replies",
    "register",
]
