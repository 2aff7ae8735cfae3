"""The one place that reads settings from the environment; docs/architecture.md lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.errors import SettingInvalid


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the registry, the keys and the site are. The passphrase and the key store are the operators' alone."""

    database: str = "sqlite:///var/registry.sqlite3"
    keys_file: Path = Path("var/public/certificate-keys.json")
    keystore: Path = Path("var/private/keys")
    passphrase_file: Path = Path("var/private/passphrase")
    identity_key_file: Path = Path("var/private/identity-key")
    notice_texts: Path = Path("var/notices")
    address: str = "http://127.0.0.1:8000"
    limit_store: str = "memory://"
    proxies: int = 0
    demonstration: bool = False
    desk: bool = True
    fonts: Path | None = None
    attachments: Path = Path("var/attachments")
    lists: Path = Path("var/lists")
    form_templates: Path = Path("var/forms")
    status_lists: Path = Path("var/public/status")
    receipt_keystore: Path = Path("var/receipts/keys")
    receipt_passphrase_file: Path = Path("var/receipts/passphrase")
    smtp: str | None = None
    mail_from: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read `CERT_…` variables; raises `SettingInvalid` where one cannot be used."""
        standard = cls()
        proxies = environ.get("CERT_PROXIES", "0")
        if not proxies.isascii() or not proxies.isdigit():
            raise SettingInvalid(
                name="CERT_PROXIES", value=proxies, why_zh="应为受信任的反向代理个数。", why_en="Give a number."
            )
        return cls(
            database=environ.get("CERT_DATABASE", standard.database),
            keys_file=Path(environ.get("CERT_KEYS_FILE", standard.keys_file)),
            keystore=Path(environ.get("CERT_KEYSTORE", standard.keystore)),
            passphrase_file=Path(environ.get("CERT_PASSPHRASE_FILE", standard.passphrase_file)),
            identity_key_file=Path(environ.get("CERT_IDENTITY_KEY_FILE", standard.identity_key_file)),
            notice_texts=Path(environ.get("CERT_NOTICE_TEXTS", standard.notice_texts)),
            address=environ.get("CERT_ADDRESS", standard.address),
            limit_store=environ.get("CERT_LIMIT_STORE", standard.limit_store),
            proxies=int(proxies),
            demonstration=environ.get("CERT_DEMONSTRATION", "0") == "1",
            desk=environ.get("CERT_DESK", "1") == "1",
            fonts=Path(environ["CERT_FONTS"]) if "CERT_FONTS" in environ else None,
            attachments=Path(environ.get("CERT_ATTACHMENTS", standard.attachments)),
            lists=Path(environ.get("CERT_LISTS", standard.lists)),
            form_templates=Path(environ.get("CERT_FORM_TEMPLATES", standard.form_templates)),
            status_lists=Path(environ.get("CERT_STATUS_LISTS", standard.status_lists)),
            receipt_keystore=Path(environ.get("CERT_RECEIPT_KEYSTORE", standard.receipt_keystore)),
            receipt_passphrase_file=Path(environ.get("CERT_RECEIPT_PASSPHRASE_FILE", standard.receipt_passphrase_file)),
            smtp=environ.get("CERT_SMTP"),
            mail_from=environ.get("CERT_MAIL_FROM"),
        )
