"""`make run`: build the demonstration once, say what to try, and serve it."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from documents import qr
from registry.database import SCHEMA
from registry.settings import Settings
from verify_site.serving import granian

HOST, PORT = "127.0.0.1", 8000
WORDS = {
    "valid": "有效 valid",
    "replaced": "已被取代 replaced",
    "revoked": "已撤销 revoked",
    "corrected": "已更正 corrected",
    "bad_signature": "伪造 forged",
}


def main() -> None:
    """Build what is missing, print the summary, become the server."""
    folder = Path("var")
    environment = {**os.environ, "CERT_DEMONSTRATION": "1", "CERT_ADDRESS": f"http://{HOST}:{PORT}"}
    if (folder / "fonts").is_dir():
        environment["CERT_FONTS"] = str(folder / "fonts")
    settings = Settings.from_environment(environment)
    summary = built_before(folder)
    if summary is None:
        summary = first_start(folder, settings)
    else:
        renew_lists(settings)
    tell(summary)
    # Built and checked by this program, so the server starts without `python -m verify_site` checking it once more.
    os.execve(*granian(HOST, PORT, workers=1, threads=4), environment)  # noqa: S606 - the server replaces this process


def built_before(folder: Path) -> dict[str, Any] | None:
    """What an earlier start built; None where nothing is, or what an older version made, which is built anew."""
    file = folder / "demonstration.json"
    if not file.exists():
        return None
    summary: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if summary.get("schema") == SCHEMA:
        return summary
    print("演示数据是旧版本做的，重新准备。  The demonstration is an older version's and made anew.", flush=True)
    return None


def first_start(folder: Path, settings: Settings) -> dict[str, Any]:
    """Build everything anew; an interrupted earlier start leaves nothing behind."""
    # Imported here because a second start needs little of it and should answer at once.
    from demonstration.build import build, clear  # noqa: PLC0415

    clear(folder)
    print("首次启动，正在准备演示数据…  First start, preparing the demonstration…", flush=True)
    return build(folder, settings, datetime.now(UTC), lambda step: print(f"  · {step}", flush=True))


def renew_lists(settings: Settings) -> None:
    """Sign the status lists anew, as a scheduled `registry publish` does twice a day."""
    from demonstration.publishing import publish_again  # noqa: PLC0415

    publish_again(settings, datetime.now(UTC))


def tell(summary: dict[str, Any]) -> None:
    """The address, the PDFs, one QR code, and one line to try for each kind of verdict."""
    valid = summary["examples"][0]
    print(qr.terminal(qr.symbol(valid["address"])))
    print("一份有效证书 One valid certificate:")
    print(f"  编号 {valid['number']}  姓名 {valid['name']}  核验码 {valid['verification_code']}")
    print("\n试一试 Try in a browser:")
    for example in summary["examples"]:
        print(f"  {WORDS[example['verdict']]:<12} {example['address']}")
    print("\n已打印的证书 Printed certificates:")
    for file in summary["printed"]:
        print(f"  {file}")
    print("\n换证花名册和照片，可用 works 登录上传 A roster and its photos, to upload as works:")
    for file in summary.get("roster", ()):
        print(f"  {file}")
    tell_accounts(summary["password"])
    print(
        f"\n网站 The site:  http://{HOST}:{PORT}   （演示数据，非真实证书 demonstration data；Ctrl+C 停止 to stop）",
        flush=True,
    )


def tell_accounts(password: str) -> None:
    """Who can sign in at the desk: printed here because it is a demonstration, and nowhere else."""
    from demonstration.people import PEOPLE, PLACES  # noqa: PLC0415

    names = {place.id: place.name for place in PLACES}
    print(f"\n单位工作台 The units' desk:  http://{HOST}:{PORT}/desk   所有账户的密码 password of all: {password}")
    for somebody in PEOPLE:
        roles = " ".join(role.value for role in somebody.roles)
        print(f"  {somebody.login:<16} {names[somebody.place]}  {somebody.name}  {roles}")
    print("  主管机关还要动态口令 Authorities need a one-time code:  .venv/bin/python -m demonstration codes")


def tell_codes() -> None:
    """What an authenticator app would show now for each account of an authority."""
    from demonstration.accounts import codes_now  # noqa: PLC0415

    for login, code in codes_now(Path("var/private"), datetime.now(UTC)).items():
        print(f"{login:<16} {code}")


if __name__ == "__main__":
    if sys.argv[1:] == ["codes"]:
        tell_codes()
    else:
        main()
