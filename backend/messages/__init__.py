"""Messages 消息: what the server tells one person, and notices 通知 of the office to many."""

from backend.messages.service import Telling, tell, tell_many

__all__ = ["Telling", "tell", "tell_many"]
