"""`scripts/tamper`: a good package, a menu of attacks, and what the verifier says."""

import sys
from typing import Any

from scripts.forge.attacks import ATTACKS, Attack
from scripts.forge.scene import honest_scene
from scripts.forge.trial import attacked, failing, findings_of, verifier

WIDTH = 100
MOST_LINES = 12


def main(arguments: list[str]) -> int:
    """Show the honest package, then one attack, all of them, or a menu; return 0 when each was
    found.
    """
    if not _show_honest():
        return 1
    if arguments == ["--all"]:
        shown = [_show(attack) for attack in ATTACKS.values()]
        return 0 if all(shown) else 1
    if arguments:
        known = ATTACKS.get(arguments[0])
        if known is None:
            print(f"没有这个编号 no such attack: {arguments[0]}", file=sys.stderr)
            return 2
        return 0 if _show(known) else 1
    return _ask()


def _show_honest() -> bool:
    print("巡证 · 证据包篡改演示   Xunzheng: tampering with evidence packages")
    print("=" * WIDTH)
    print("先看一个诚实的证据包：五件证据，两家时间戳机构，一家见证方。")
    print("First an honest package: five exhibits, two time-stamping authorities, one witness.\n")
    findings = findings_of(honest_scene())
    passed = sum(finding.status == "PASS" for finding in findings)
    _print_findings([f for f in findings if f.status == "INFO" and f.code == "T1"])
    print(f"\n核验通过 verified: {passed} PASS, {len(failing(findings))} FAIL\n")
    return not failing(findings)


def _show(attack: Attack) -> bool:
    print("-" * WIDTH)
    print(f"攻击 attack {attack.number}: {attack.zh}\n    {attack.en}")
    print(f"    {(attack.apply.__doc__ or '').strip()}")
    findings = findings_of(attacked(attack))
    failed = [finding for finding in findings if finding.status == "FAIL"]
    told = sorted(failed, key=lambda finding: finding.code != attack.code)
    _print_findings(told)
    is_found = failing(findings) == attack.codes
    verdict = "识破 found" if is_found else "未按预期识破 NOT found as it should be"
    print(f"\n{verdict}: {attack.code}\n")
    return is_found


def _print_findings(findings: list[Any]) -> None:
    for finding in findings[:MOST_LINES]:
        print("    " + verifier().plain_line(finding, None))
    if len(findings) > MOST_LINES:
        print(f"    … {len(findings) - MOST_LINES}")


def _ask() -> int:
    while True:
        for attack in ATTACKS.values():
            print(f"  {attack.number:>4}  {attack.zh}  {attack.en}")
        try:
            wanted = input("\n选择编号(回车退出) choose a number (Enter ends): ").strip()
        except EOFError:
            wanted = ""
        if not wanted:
            return 0
        known = ATTACKS.get(wanted)
        if known is None:
            print(f"没有这个编号 no such attack: {wanted}\n")
            continue
        _show(known)
        input("回车继续 Enter continues ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
