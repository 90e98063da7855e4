"""What the verifier says."""

from __future__ import annotations

from typing import NamedTuple

FORMAT = "xunzheng.package/2"
TRUST = "xunzheng.trust/2"

# What holds when the check passes, what is wrong when it fails, and what is merely told.
MEANING = {
    "B1": ("包内文件齐全", "no file is missing",
           "证据包损坏：缺少文件", "package damaged: a file is missing"),
    "B2": ("包内文件与清单一致", "files agree with the manifests",
           "证据包损坏：文件已被改动", "package damaged: a file was changed"),
    "B3": ("没有清单以外的文件", "no unlisted file",
           "证据包损坏：有清单以外或不安全的文件", "package damaged: unlisted or unsafe file"),
    "L1": ("检查点由主管机关日志签名", "checkpoint signed by the bureau's log",
           "检查点不是主管机关日志签名的", "checkpoint not signed by the bureau's log"),
    "L2": ("检查点经见证方确认", "checkpoint confirmed by the witness",
           "检查点未经见证方确认", "checkpoint not confirmed by the witness",
           "没有见证方：信任文件中未登记见证方的公钥",
           "no witness: the trust file names no witness's key"),
    "L3": ("日志与您上次所见一致", "the log continues the one you saw last",
           "自您上次核验以来，日志被改写或回退",
           "the log was rewritten or rolled back since you last looked",
           "首次核验：没有上次所见的日志可供比对(用 --seen 记住本次)",
           "first look: no earlier log to compare with (remember this one with --seen)"),
    "A0": ("有可信时间戳", "there are trusted time stamps",
           "没有任何有效的时间戳", "there is no valid time stamp",
           "没有外部时间戳：时间以主管机关服务器为准",
           "no external time stamp: times are the bureau server's"),
    "A1": ("时间戳有效", "time stamp valid", "时间戳无效", "time stamp invalid"),
    "A2": ("时间戳属于本日志的历史", "time stamp belongs to this log's history",
           "时间戳属于另一份历史", "time stamp belongs to another history"),
    "E1": ("流转记录编号连续", "custody records numbered without gap",
           "流转记录缺失或顺序被调换", "a custody record is missing or out of order"),
    "E2": ("流转记录前后衔接", "each custody record names the one before",
           "流转记录被改动，前后不衔接", "a custody record was altered: the chain is broken"),
    "E3": ("流转记录属于该对象", "custody records belong here",
           "流转记录属于其他对象", "a custody record belongs elsewhere"),
    "E4": ("流转记录都在存证日志中", "every custody record is in the log",
           "流转记录从未进入存证日志", "a custody record was never in the log"),
    "E5": ("流转记录及证明完整", "custody records and proofs are whole",
           "流转记录或其证明缺失、不可读", "a custody record or proof is missing or unreadable"),
    "E6": ("流转记录均已加盖时间戳", "every custody record is stamped",
           "流转记录尚未加盖时间戳", "a custody record is not yet stamped"),
    "E7": ("服务器时间与时间戳相符", "server times agree with the stamps",
           "服务器时间与时间戳矛盾", "server time contradicts the stamps"),
    "E8": ("流转记录止于本次导出，末尾无隐去",
           "custody records reach this export, none hidden at the end",
           "末尾的流转记录被隐去", "the last custody records were hidden",
           "尚未进入每日总表", "not in a daily head map yet"),
    "E9": ("每日总表与日志一致", "daily head map agrees with the log",
           "每日总表被改动", "the daily head map was altered"),
    "E10": ("时间戳加盖及时", "stamped in time",
            "时间戳加盖过迟，可能是补造的记录", "stamped too late: the record may be back-dated"),
    "C1": ("本次导出的证据一件不少", "no exhibit of this export left out",
           "本案或本次导出有证据被漏掉或混入",
           "an exhibit of this case or export was left out or slipped in"),
    "V0": ("有入库记录和有效回执", "intake record and valid receipt",
           "没有入库记录或回执无效", "no intake record, or an invalid receipt"),
    "V1": ("取证记录与入库时一致", "capture record is the one registered",
           "取证记录被调换", "the capture record was swapped"),
    "V2": ("设备密钥已登记", "device key enrolled", "设备密钥未登记", "device key unknown"),
    "V3": ("设备签名有效", "device signature valid", "设备签名不成立", "device signature false"),
    "V4": ("密钥经第二人批准，当时属于该人员且有效",
           "key approved by a second person, this officer's and valid then",
           "密钥不属于该人员，未经批准或当时无效", "key not valid for this officer or time",
           "取证早于密钥登记(离线取证，联网后登记)",
           "captured before the key was enrolled (offline, enrolled at the next contact)"),
    "V5": ("文件与设备签名时一致", "file is what the device signed",
           "文件与手机签名时不同", "file differs from what the phone signed"),
    "V6": ("文件与入库时一致(SHA-256)", "file is what the server received (SHA-256)",
           "文件与服务器收到时不同(SHA-256)",
           "file differs from what the server received (SHA-256)"),
    "V7": ("文件与入库时一致(SM3)", "file is what the server received (SM3)",
           "文件与服务器收到时不同(SM3)", "file differs from what the server received (SM3)"),
    "V8": ("取证记录属于本案", "capture record is of this case",
           "取证记录属于另一案件", "capture record of another case"),
    "V9": ("“不早于”检查点属于本日志", "the not-before checkpoint is of this log",
           "“不早于”检查点无法认定", "not-before checkpoint unknown"),
    "V10": ("衍生件出自本原件", "derivative comes from this original",
            "衍生件的来源不符", "derivative's source is wrong"),
    "V11": ("衍生件未被改动", "derivative unchanged", "衍生件被改动", "derivative was changed"),
    "V12": ("没有衍生件冒充原件", "no derivative poses as the original",
           "衍生件冒充原件，或来历不明",
           "a derivative poses as the original, or is of unknown origin"),
    "T1": ("取证时间在可证明的时段内", "capture time within the provable window",
           "设备时钟超出可证明的时段", "device clock outside the provable window",
           "可证明的取证时段", "provable time of capture"),
    "D1": ("没有重复的文件", "no bytes appear twice", "同一文件作为两件证据", "same bytes twice",
           "两件证据内容相同，流转记录中已说明", "same bytes twice, as the records tell"),
    "D2": ("设备计数没有重复", "no device counter used twice",
           "设备计数重复使用", "device counter reused"),
    "D3": ("设备计数有间隔(可能有未纳入本包的取证)",
           "gap in the device counter (captures that are not in this package)"),
    "D4": ("设备取证链衔接", "device chain unbroken", "设备取证链断裂", "device chain broken"),
    "N0": ("密码学不能排除：摆拍、翻拍屏幕、签名前的改动",
           "not provable: staging, photographed screens, changes before signing"),
}  # fmt: skip


class Finding(NamedTuple):
    """One line of the result."""

    status: str
    code: str
    subject: str
    note: str


def plain_line(finding: Finding, language: str | None) -> str:
    """Return a finding as a person reads it, in one language or in both."""
    meanings = MEANING[finding.code]
    texts = {"PASS": meanings[:2], "FAIL": meanings[2:4], "INFO": meanings[-2:]}.get(
        finding.status, ("本机无法验算", "cannot be computed on this machine")
    )
    meaning = {"zh": texts[0], "en": texts[1]}.get(language or "", texts[0] + " / " + texts[1])
    parts = (finding.status, finding.code, finding.subject, meaning, finding.note)
    return "  ".join(part for part in parts if part)
