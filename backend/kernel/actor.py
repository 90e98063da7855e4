"""Who acts."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A signed-in person as every service sees him: identity, powers and reach."""

    person_id: UUID
    full_name: str
    authority_id: UUID
    authority_name: str
    roles: frozenset[str]
    permissions: frozenset[str]
    visible_authority_ids: frozenset[UUID]
    """His own authority and those below it."""
    grid_ids: frozenset[UUID] = frozenset()
    badge_number: str | None = None
    ip: str | None = None

    @property
    def sees_only_own(self) -> bool:
        """A grid worker's reach is her grids and her own reports (国办发〔2024〕54号)."""
        return self.roles == frozenset({"grid_worker"})

    def may(self, permission: str) -> bool:
        """Tell whether one of his roles carries the permission."""
        return permission in self.permissions
