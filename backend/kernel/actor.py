"""Who acts."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Principal:
    """Whose role an actor exercises for him."""

    person_id: UUID
    full_name: str
    role: str


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
    on_behalf_of: Principal | None = None

    @property
    def sees_only_own(self) -> bool:
        """A grid worker's reach is her grids and her own reports (国办发〔2024〕54号)."""
        return self.roles == frozenset({"grid_worker"})

    @property
    def signing_name(self) -> str:
        """How papers name who acted: a delegate stands there with his principal."""
        if self.on_behalf_of is None:
            return self.full_name
        return f"{self.full_name}（受{self.on_behalf_of.full_name}委托代行）"

    @property
    def people(self) -> frozenset[UUID]:
        """Who is bound by what he does: he himself and the one he acts for."""
        principal = {self.on_behalf_of.person_id} if self.on_behalf_of else set()
        return frozenset({self.person_id} | principal)

    def may(self, permission: str) -> bool:
        """Tell whether one of his roles carries the permission."""
        return permission in self.permissions
