"""How accounts refuse."""

from backend.kernel.errors import Conflict, Invalid, TooOften, Unauthenticated


class WrongCredentials(Unauthenticated):
    """Account name and password do not belong together; facts: attempts_left."""

    code = "wrong_credentials"
    title = "账号或密码不正确"
    retry = "never"


class AccountLocked(TooOften):
    """Too many failures; facts: locked_until."""

    code = "account_locked"
    title = "连续五次密码错误，账号已暂时锁定"


class ChallengeInvalid(Conflict):
    """The enrolment challenge is unknown, used or too old."""

    code = "challenge_invalid"
    title = "设备登记已超时，请重新登记"
    retry = "later"


class ProofInvalid(Invalid):
    """The proof of possession does not verify under the public key."""

    code = "proof_invalid"
    title = "设备密钥验证不通过"


class DeviceEnded(Conflict):
    """The device was revoked or retired; what is on it opens for the bureau alone."""

    code = "device_ended"
    title = "该设备已作废或停用，本机数据只能由单位打开"


class ShareDiffers(Conflict):
    """Another share is kept under this id."""

    code = "share_differs"
    title = "同一编号的恢复份额内容不同"


class DeviceDiffers(Conflict):
    """A device of this id or key is enrolled with other particulars."""

    code = "device_differs"
    title = "该设备已用其他信息登记"
