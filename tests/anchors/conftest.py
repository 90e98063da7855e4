"""A real authority: `openssl ts`, behind HTTP where a test wants it."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

CONFIG = """
[ca_ext]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[tsa_ext]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = tsa_config1
[tsa_config1]
serial = {folder}/tsa_serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha384,sha512,sm3
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
{more}
"""


def openssl(*arguments: str, **more) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("openssl") or "openssl"
    return subprocess.run([program, *arguments], capture_output=True, check=False, **more)


@dataclass
class OpensslAuthority:
    """An authority in a folder."""

    folder: Path

    @property
    def root(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "ca.pem").read_bytes())

    def configure(self, more: str = "") -> None:
        text = CONFIG.format(folder=self.folder, more=more)
        (self.folder / "tsa.cnf").write_text(text)

    def reply(self, request: bytes) -> bytes:
        query, answer = self.folder / "r.tsq", self.folder / "r.tsr"
        query.write_bytes(request)
        done = openssl(
            "ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-section", "tsa_config1",
            "-queryfile", str(query), "-out", str(answer),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return answer.read_bytes()


def openssl_accepts(reply: bytes, note: bytes, root: x509.Certificate, folder: Path) -> bool:
    """Let openssl verify a reply over a note."""
    (folder / "v.tsr").write_bytes(reply)
    (folder / "v.note").write_bytes(note)
    (folder / "v.pem").write_bytes(root.public_bytes(Encoding.PEM))
    done = openssl(
        "ts", "-verify", "-data", str(folder / "v.note"), "-in", str(folder / "v.tsr"),
        "-CAfile", str(folder / "v.pem"),
    )  # fmt: skip
    return done.returncode == 0


@pytest.fixture(scope="session")
def made_authority(tmp_path_factory) -> OpensslAuthority:
    folder = tmp_path_factory.mktemp("tsa")
    made = OpensslAuthority(folder)
    made.configure()
    steps = (
        ["req", "-x509", "-newkey", "rsa:3072", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
         "-days", "3650", "-subj", "/CN=Test TSA Root", "-config", "tsa.cnf",
         "-extensions", "ca_ext"],
        ["req", "-new", "-newkey", "rsa:3072", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
         "-subj", "/CN=Test TSA Unit 1", "-config", "tsa.cnf"],
        ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
         "-days", "3650", "-extfile", "tsa.cnf", "-extensions", "tsa_ext", "-out", "tsa.pem"],
    )  # fmt: skip
    for step in steps:
        done = openssl(*step, cwd=folder)
        assert done.returncode == 0, done.stderr
    (folder / "tsa_serial").write_text("01\n")
    return made


@pytest.fixture
def authority(made_authority: OpensslAuthority) -> OpensslAuthority:
    """The authority with the configuration that the library can read."""
    made_authority.configure()
    return made_authority


class Answers(BaseHTTPRequestHandler):
    """Answers as its server says."""

    server: "TestServer"
    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.headers["Content-Type"])
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.content_type)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(self.server.authority.reply(body))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class TestServer(HTTPServer):
    """The authority behind HTTP."""

    __test__ = False
    authority: OpensslAuthority
    status = 200
    content_type = "application/timestamp-reply"

    def __init__(self, authority: OpensslAuthority) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.authority = authority
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


@contextmanager
def running(server: HTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def http_authority(authority: OpensslAuthority) -> Iterator[TestServer]:
    server = TestServer(authority)
    with running(server):
        yield server
