"""What every figure is printed with: the machine it was measured on."""

import json
import os
import platform
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Return processor, cores, memory in GiB, system, Python version and the load just now."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text(encoding="utf-8").splitlines() if cpu.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cpu": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def say_figure(bench: str, figure: str, value: float, unit: str, **facts: Any) -> None:
    """Print one figure as a JSON line."""
    rounded = float(f"{value:.4g}")
    line = {"bench": bench, "figure": figure, "value": rounded, "unit": unit, **facts}
    print(json.dumps({**line, "machine": machine()}, ensure_ascii=False), flush=True)
