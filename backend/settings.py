"""Settings: typed, frozen, read once from XZ_* variables; a wrong value stops the start."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What differs between one installation and the next."""

    model_config = SettingsConfigDict(env_prefix="XZ_", frozen=True, extra="forbid")

    database_url: SecretStr
    redis_url: SecretStr
    object_store_url: SecretStr
    secret_key: SecretStr = Field(min_length=32)
    key_dir: Path
    base_url: str = "http://localhost:8000"
    pwa_dist: Path | None = None
    demo: bool = False
    log_format: str = Field(default="json", pattern="^(json|console)$")
    cookie_secure: bool = True
    session_hours: int = Field(default=12, ge=1, le=168)
    max_upload_bytes: int = Field(default=8 * 1024**3, ge=1)
    upload_keep_days: int = Field(default=7, ge=1)
    log_origin: str = "xunzheng.example/log"
    database_pool_size: int = Field(default=10, ge=1)
