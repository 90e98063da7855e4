"""Settings: typed, frozen, read once from XZ_* variables; a wrong value stops the start."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """What differs between one installation and the next."""

    model_config = SettingsConfigDict(env_prefix="XZ_", frozen=True, extra="forbid")

    database_url: SecretStr
    redis_url: SecretStr
    object_store_url: SecretStr
    object_lock: str = Field(default="required", pattern="^(required|off)$")
    retention_minimum_days: int = Field(default=183, ge=1)
    """How long originals are locked at intake, before their retention is known."""
    secret_key: SecretStr = Field(min_length=32)
    key_dir: Path
    base_url: str = "http://localhost:8000"
    pwa_dist: Path | None = None
    demo: bool = False
    log_format: str = Field(default="json", pattern="^(json|console)$")
    cookie_secure: bool = True
    session_hours: int = Field(default=12, ge=1, le=168)
    max_upload_bytes: int = Field(default=8 * 1024**3, ge=1)
    max_basemap_bytes: int = Field(default=512 * 1024**2, ge=1)
    upload_keep_days: int = Field(default=7, ge=1)
    phone_keep_days: int = Field(default=7, ge=0)
    """How long a phone keeps an original whose receipt it has checked."""
    device_profiles: Path | None = None
    """JSON file of the bureau's own file-name patterns and column mappings of its recorders, boats
    and instruments; they come before the built-in ones."""
    log_origin: str = "xunzheng.example/log"
    signer_key_dir: Path | None = None
    """Where the log's own process keeps its keys and its memory; key_dir when nothing is said."""
    log_sm2: str | None = None
    """`openssl`, or the program of a hardware module, when checkpoints are signed with SM2 too."""
    tsa: Annotated[dict[str, str], NoDecode] = {}
    """Time stamping authorities, `name=url` separated by commas; `local:NAME` is one of our own."""
    witnesses: Annotated[dict[str, str], NoDecode] = {}
    """Witnesses of the log, `url=vkey` separated by commas."""
    max_anchor_delay_s: int = Field(default=86400, ge=600)
    """What verifiers are told to take for back-dated: an event stamped later than this."""
    report_signer: Path | None = None
    """PKCS#12 file whose key signs reports; the one made by generate-keys when nothing is said."""
    report_signer_passphrase: SecretStr | None = None
    report_root: Path | None = None
    """PEM certificate of the authority that issued the signer's."""
    database_pool_size: int = Field(default=10, ge=1)

    @field_validator("tsa", "witnesses", mode="before")
    @classmethod
    def split_pairs(cls, value: str | dict[str, str]) -> dict[str, str]:
        """Read `name=value` pairs separated by commas; only the first `=` separates."""
        if isinstance(value, dict):
            return value
        pairs = [part.strip().partition("=") for part in value.split(",") if part.strip()]
        if not all(name and given for name, _, given in pairs):
            raise ValueError("write name=value, separated by commas")
        return {name: given for name, _, given in pairs}
