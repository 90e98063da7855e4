"""`scripts/tamper`: a good package, a menu of attacks, and what the verifier says."""

import sys
from collections import Counter
from typing import Any

from scripts.forge.attacks import ATTACKS, Attack
from scripts.forge.scene import honest_scene
from scripts.forge.trial import attacked, failing, findings_of, verifier

WIDTH = 100
MOST_LINES = 4
HELP = """scripts/tamper          选单 a menu
scripts/tamper 17       一项攻击 one attack
scripts/tamper --all    全部攻击 every attack
scripts/tamper --list   攻击清单 the list"""


def main(arguments: list[str]) -> int:
    """Show the honest package, then one attack, all of them, or a menu; return 0 when each was
    found.
    """
    wanted = arguments[0] if arguments else ""
    if wanted == "--list":
        return _list()
    if wanted.startswith("-") and wanted != "--all":
        print(HELP)
        return 0 if wanted in ("-h", "--help") else 2
    if wanted and wanted != "--all" and wanted not in ATTACKS:
        print(f"没有这个编号 no such attack: {wanted}\n{HELP}", file=sys.stderr)
        return 2
    if not _show_honest():
        return 1
    if wanted == "--all":
        return _show_all()
    return (0 if _show(ATTACKS[wanted]) else 1) if wanted else _ask()


def _list() -> int:
    for attack in ATTACKS.values():
        print(f"  {attack.number:>4}  {attack.zh}  {attack.en}")
    return 0


def _show_honest() -> bool:
    print("巡证 · 证据包篡改演示\nXunzheng: tampering with evidence packages")
    print("=" * WIDTH)
    print("未经改动的证据包：四张照片、一段录像，两家时间戳机构，一家见证方。")
    print("The honest package: four photos and a video, two stamping authorities, one witness.\n")
    findings = findings_of(honest_scene())
    _verdict(findings)
    windows = [f for f in findings if f.status == "INFO" and f.code == "T1"]
    for finding in sorted(windows, key=lambda one: str(one.subject)):
        print("     " + _whole_line(finding))
    print()
    return not failing(findings)


def _verdict(findings: list[Any]) -> None:
    counts = Counter(finding.status for finding in findings)
    passed = f"通过 {counts['PASS']} 项 passed, 不通过 {counts['FAIL']} 项 failed"
    verdict = "核验不通过 NOT verified" if counts["FAIL"] else "核验通过 verified"
    print(f"  >> {verdict}  ({passed})")


def _show_all() -> int:
    found = [_show(attack) for attack in ATTACKS.values()]
    print("=" * WIDTH)
    missed = len(found) - sum(found)
    print(f"{len(found)} 项攻击，识破 {sum(found)} 项，未识破 {missed} 项")
    print(f"{len(found)} attacks, {sum(found)} found, {missed} not found")
    return 1 if missed else 0


def _show(attack: Attack) -> bool:
    print("-" * WIDTH)
    print(f"攻击 {attack.number}  {attack.zh}")
    print(f"attack: {attack.en}. {' '.join((attack.apply.__doc__ or '').split())}\n")
    findings = findings_of(attacked(attack))
    failed = [finding for finding in findings if finding.status == "FAIL"]
    _verdict(findings)
    telling = [finding for finding in failed if finding.code == attack.code]
    for finding in telling[:MOST_LINES]:
        print("     " + _whole_line(finding))
    if len(telling) > MOST_LINES:
        print(f"     … 另有 {len(telling) - MOST_LINES} 处 more places")
    for code in sorted(failing(failed) - {attack.code}):
        zh, en = verifier().MEANING[code][2:4]
        print(f"     同时 also {code}  {zh} / {en}")
    is_found = failing(findings) == attack.codes
    print(f"  >> {'识破 found' if is_found else '未按预期识破 NOT found as expected'}\n")
    return is_found


def _whole_line(finding: Any) -> str:
    return str(verifier().plain_line(finding, None))


def _ask() -> int:
    while True:
        _list()
        wanted = _answer("\n选择编号，回车退出 choose a number, Enter ends: ")
        if not wanted:
            return 0
        known = ATTACKS.get(wanted)
        if known is None:
            print(f"没有这个编号 no such attack: {wanted}\n")
            continue
        _show(known)
        _answer("按回车返回选单 Enter returns to the menu ")


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
