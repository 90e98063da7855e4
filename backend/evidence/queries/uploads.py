"""Reads of uploads and of what is staged for them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from backend.evidence.models import Upload, UploadChunk
from backend.kernel.db import session


def find_upload(upload_id: UUID, *, is_fresh: bool = False) -> Upload | None:
    """Return an upload whatever its scope, read anew when asked."""
    return session().get(Upload, upload_id, populate_existing=is_fresh)


def find_live_upload(exhibit_id: UUID) -> Upload | None:
    """Return the upload under way for an exhibit."""
    query = select(Upload).where(Upload.exhibit_id == exhibit_id, Upload.state == "live")
    return session().scalars(query).one_or_none()


def claim_expired(now: datetime, limit: int) -> list[Upload]:
    """Lock up to `limit` live uploads whose days are over and that nobody else works on."""
    query = (
        select(Upload)
        .where(Upload.state == "live", Upload.expires_at <= now)
        .order_by(Upload.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session().scalars(query))


def list_chunks(upload_id: UUID) -> list[UploadChunk]:
    """Return an upload's staged chunks in order."""
    query = (
        select(UploadChunk).where(UploadChunk.upload_id == upload_id).order_by(UploadChunk.start)
    )
    return list(session().scalars(query))


def list_tail(upload_id: UUID, start: int) -> list[UploadChunk]:
    """Return the staged chunks from a byte on, in order."""
    query = select(UploadChunk).where(UploadChunk.upload_id == upload_id)
    return list(
        session().scalars(query.where(UploadChunk.start >= start).order_by(UploadChunk.start))
    )


def find_last_expired_position(exhibit_id: UUID) -> int:
    """Return how far the exhibit's uploads had come that ran out of time; 0 without any."""
    query = select(func.max(Upload.position)).where(
        Upload.exhibit_id == exhibit_id, Upload.state == "expired"
    )
    return session().scalar(query) or 0


def find_complete_upload(exhibit_id: UUID) -> Upload | None:
    """Return the newest upload that brought all bytes of the exhibit."""
    query = select(Upload).where(Upload.exhibit_id == exhibit_id, Upload.state == "complete")
    return session().scalars(query.order_by(Upload.created_at.desc()).limit(1)).one_or_none()


def without_chunk(keys: Collection[str]) -> list[str]:
    """Return those of the keys that no upload has staged."""
    known = set(
        session().scalars(select(UploadChunk.store_key).where(UploadChunk.store_key.in_(keys)))
    )
    return [key for key in keys if key not in known]
