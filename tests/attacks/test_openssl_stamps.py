"""The verifier accepts what openssl stamps and signs with keys on elliptic curves."""

import subprocess
from pathlib import Path

import pytest
from asn1crypto import x509

from scripts.forge.keys import SM2_SM3, Key
from scripts.forge.tokens import Identity, Wish, reply_of
from scripts.forge.trial import verifier

MESSAGE = b"a checkpoint\n"
IDENTITY = "distid:1234567812345678"
CONFIG = """
[req]
distinguished_name = name
[name]
[ca_ext]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[tsa_ext]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = unit
[unit]
serial = serial
signer_cert = unit.pem
certs = root.pem
signer_key = unit.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_alg = sha256
"""


class Openssl:
    """A folder in which openssl makes keys, certificates, stamps and signatures."""

    def __init__(self, folder: Path, curve: str, digest: str, *options: str) -> None:
        self.folder = folder
        (folder / "tsa.cnf").write_text(CONFIG)
        for name in ("root", "unit"):
            self.run("genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}",
                     "-out", f"{name}.key")  # fmt: skip
        root = [option for one in options for option in ("-sigopt", one)]
        asked = [option for one in options for option in ("-vfyopt", one)]
        self.run("req", "-x509", "-new", "-key", "root.key", f"-{digest}", "-out", "root.pem",
                 "-days", "9", "-subj", "/CN=EC root", "-config", "tsa.cnf", "-extensions",
                 "ca_ext", *root)  # fmt: skip
        self.run("req", "-new", "-key", "unit.key", f"-{digest}", "-out", "unit.csr",
                 "-subj", "/CN=EC unit", "-config", "tsa.cnf", *root)  # fmt: skip
        self.run("x509", "-req", "-in", "unit.csr", "-CA", "root.pem", "-CAkey", "root.key",
                 "-CAcreateserial", f"-{digest}", "-days", "9", "-extfile", "tsa.cnf",
                 "-extensions", "tsa_ext", "-out", "unit.pem", *root, *asked)  # fmt: skip
        for name in ("root", "unit"):
            self.run("x509", "-in", f"{name}.pem", "-outform", "der", "-out", f"{name}.der")
        (folder / "serial").write_text("01\n")

    def run(self, *arguments: str) -> None:
        command = ["openssl", *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def stamp(self, message: bytes) -> bytes:
        (self.folder / "m").write_bytes(message)
        self.run("ts", "-query", "-data", "m", "-sha256", "-cert", "-out", "q.tsq")
        self.run("ts", "-reply", "-config", "tsa.cnf", "-section", "unit", "-queryfile", "q.tsq",
                 "-out", "r.tsr")  # fmt: skip
        self.run("ts", "-verify", "-data", "m", "-in", "r.tsr", "-CAfile", "root.pem")
        return self.read("r.tsr")

    def sign_sm2(self, message: bytes) -> bytes:
        (self.folder / "m").write_bytes(message)
        self.run("pkeyutl", "-sign", "-inkey", "unit.key", "-rawin", "-digest", "sm3", "-in", "m",
                 "-out", "signature", "-pkeyopt", IDENTITY)  # fmt: skip
        return self.read("signature")

    def unit(self) -> Identity:
        """Return the unit with its certificate as openssl made it."""
        encoded = self.read("unit.der")
        body = x509.Certificate.load(encoded)["tbs_certificate"]
        key = Key(body["subject_public_key_info"].dump(), SM2_SM3, self.sign_sm2)
        names = body["subject"].dump(), body["issuer"].dump()
        return Identity(encoded, key, *names, int(body["serial_number"].native))


def test_a_stamp_by_a_key_on_p256_is_accepted(tmp_path: Path) -> None:
    openssl = Openssl(tmp_path, "prime256v1", "sha256")
    reply, root = openssl.stamp(MESSAGE), openssl.read("root.der")

    assert verifier().check_stamp(reply, MESSAGE, [root], []).authority == "EC unit"
    with pytest.raises(ValueError, match="stamped something else"):
        verifier().check_stamp(reply, b"another", [root], [])


def test_a_stamp_signed_and_certified_by_sm2_is_accepted(tmp_path: Path) -> None:
    # openssl signs and certifies with SM2, but makes no stamps with it: the frame is ours.
    openssl = Openssl(tmp_path, "SM2", "sm3", IDENTITY)
    root = openssl.read("root.der")
    # Not the root's first moment: the unit may have been certified a second after it.
    moment = x509.Certificate.load(openssl.read("unit.der")).not_valid_before
    reply = reply_of(openssl.unit(), MESSAGE, Wish(digest="sm3", imprint="sm3", at=moment))

    stamp = verifier().check_stamp(reply, MESSAGE, [root], [])

    assert (stamp.authority, stamp.moment) == ("EC unit", moment.timestamp())
    with pytest.raises(ValueError, match="the signature is false"):
        verifier().check_stamp(reply[:-1] + bytes([reply[-1] ^ 1]), MESSAGE, [root], [])
