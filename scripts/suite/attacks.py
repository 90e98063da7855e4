"""`scripts/test attacks`: each attack in a line, with the code that the verifier gave it."""

import sys

from scripts.forge.attacks import ATTACKS
from scripts.forge.scene import honest_scene
from scripts.forge.trial import attacked, failing, findings_of


def main() -> int:
    """Print a line an attack; return 1 when one is found otherwise than it should be."""
    wrong = sorted(failing(findings_of(honest_scene())))
    print(
        f"{'ok  ' if not wrong else 'FAIL'} {'0':>4}  诚实的证据包 the honest package: PASS {wrong}"
    )
    missed = len(wrong)
    for attack in ATTACKS.values():
        found = failing(findings_of(attacked(attack)))
        is_found = found == attack.codes
        missed += not is_found
        also = " ".join(sorted(found - {attack.code}))
        code = attack.code if attack.code in found else "?"
        mark = "ok  " if is_found else "FAIL"
        print(
            f"{mark} {attack.number:>4}  {code:3}  {attack.zh}  {attack.en}  [{also}]", flush=True
        )
    print(f"{len(ATTACKS)} attacks, {missed} not found as they should be")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
