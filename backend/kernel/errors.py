"""How the domain refuses: every error a service may raise is one of these or a child of it."""

from typing import Any


class DomainError(Exception):
    """A refusal with a stable code, a Chinese sentence and the facts behind it."""

    code = "internal"
    status = 500
    title = "内部错误"
    retry = "never"

    def __init__(self, detail: str | None = None, **facts: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.facts = facts


class Invalid(DomainError):
    """The input breaks a rule; `errors` maps a JSON pointer to (code, Chinese text)."""

    code = "invalid"
    status = 422
    title = "填写的内容不符合要求"

    def __init__(
        self, errors: dict[str, tuple[str, str]] | None = None, detail: str | None = None
    ) -> None:
        super().__init__(detail)
        self.errors = errors or {}


class Unauthenticated(DomainError):
    """Nobody is signed in."""

    code = "unauthenticated"
    status = 401
    title = "请先登录"
    retry = "after_login"


class Forbidden(DomainError):
    """The person lacks the permission named in the facts."""

    code = "forbidden"
    status = 403
    title = "您没有此项权限"


class CsrfTokenInvalid(Forbidden):
    """The X-CSRF-Token header does not belong to this session."""

    code = "csrf_token_invalid"
    title = "页面已过期，请刷新后重试"
    retry = "after_login"


class NotFound(DomainError):
    """There is no such thing within the caller's scope."""

    code = "not_found"
    status = 404
    title = "没有找到，或不在您的管辖范围内"
    retry = "after_pull"


class Conflict(DomainError):
    """What is asked for contradicts what is already there."""

    code = "conflict"
    status = 409
    title = "与已有的内容冲突"
    retry = "after_pull"


class Locked(Conflict):
    """Somebody else is writing the same thing at this moment."""

    code = "locked"
    title = "他人正在处理，请稍后再试"
    retry = "later"


class StaleRevision(Conflict):
    """The caller saw an older revision."""

    code = "stale_revision"
    status = 412
    title = "内容已被他人更新，请查看最新内容后再操作"


class PreconditionRequired(DomainError):
    """The If-Match header is missing or not a revision."""

    code = "precondition_required"
    status = 428
    title = "缺少 If-Match 版本号"


class ActionRefused(Conflict):
    """The procedure forbids this step now; `blocked_by` holds every reason."""

    code = "action_refused"
    title = "现在不能执行这一步"
    retry = "never"


class IdempotencyKeyRequired(DomainError):
    """A command came without an Idempotency-Key."""

    code = "idempotency_key_required"
    status = 400
    title = "缺少 Idempotency-Key"


class IdempotencyKeyReused(DomainError):
    """The key was used before for another request."""

    code = "idempotency_key_reused"
    status = 422
    title = "同一 Idempotency-Key 用于不同的请求"


class TooLarge(DomainError):
    """The body is larger than allowed."""

    code = "too_large"
    status = 413
    title = "内容过大"


class RangeNotSatisfiable(DomainError):
    """No byte of the range that was asked for exists; facts: size."""

    code = "range_not_satisfiable"
    status = 416
    title = "所请求的范围超出文件大小"


class TooOften(DomainError):
    """Too many requests; `retry_after_s` says when to come back."""

    code = "too_often"
    status = 429
    title = "操作过于频繁，请稍后再试"
    retry = "later"


class Unavailable(DomainError):
    """A service behind us (store, queue) does not answer."""

    code = "unavailable"
    status = 503
    title = "服务暂时不可用，您的内容仍在本机"
    retry = "later"


class StorageFull(Unavailable):
    """The object store has no room left."""

    code = "storage_full"
    status = 507
    title = "服务器存储空间不足，您的内容仍在本机，请联系管理员"
