"""How long a segment is in the made-up bureau; a run over thousands of packages makes it short."""

SEGMENT = 4 << 20
