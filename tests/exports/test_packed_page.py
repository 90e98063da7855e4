"""The page that verifies without Python goes into the package as it was built."""

import hashlib
import io
import zipfile

from scripts.stack.paths import ROOT
from tests.exports.packages import build, deliver
from tests.phones import enrol_phone, run_waiting_jobs

BUILT = ROOT / "pwa" / "dist" / "verify.html"


def test_the_packed_page_is_the_built_one(app, signed_in, client, tmp_path, monkeypatch) -> None:
    content = BUILT.read_bytes() if BUILT.exists() else "<title>核验</title>".encode()
    (tmp_path / "verify.html").write_bytes(content)
    settings = app.extensions["settings"].model_copy(update={"pwa_dist": tmp_path})
    monkeypatch.setitem(app.extensions, "settings", settings)
    phone = enrol_phone(signed_in("wang"))
    run_waiting_jobs()
    zheng = signed_in("zheng")

    shown = build(zheng, [deliver(phone, 50)], tmp_path)

    with zheng.get(f"/exports/{shown['id']}/content") as answer:
        package = zipfile.ZipFile(io.BytesIO(answer.data))
    packed = {name.split("/", 1)[1]: name for name in package.namelist()}
    assert package.read(packed["verify.html"]) == content
    listed = f"{hashlib.sha256(content).hexdigest()}  verify.html\n".encode()
    assert listed in package.read(packed["tagmanifest-sha256.txt"])
