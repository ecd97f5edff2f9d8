"""The conversation a lesson ends in: the question, and the doors to answer and ask it."""

from .conversation import Author, Conversation, Door
from .follow_up import InReplyTo, Post, Replies, read_replies
from .inspection import check_content, check_source, reads_content
from .message import Budget, Message, compose
from .network import PERSON, ROOM, Network
from .plugin import register
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
    "check_content",
    "check_source",
    "compose",
    "read_replies",
    "reads_content",
    "register",
]
