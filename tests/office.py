"""An authority's office in a folder of its own: its commands in-process, and the public site as a real server.

office = Office(tmp_path, port)
office.run("registry", "issue", "--issuer", "wuhan")
with office.site() as address: ...
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner, Result

import casework.__main__
import registry.__main__
import signing.__main__
from verify_site.serving import granian

COMMANDS = {
    "casework": casework.__main__.main,
    "registry": registry.__main__.main,
    "signing": signing.__main__.main,
}
ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Office:
    """Where one authority works: registry, keys and passphrase under `folder`, the site at `port`."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of its commands."""
        return {
            "CERT_DATABASE": self.database,
            "CERT_KEYS_FILE": str(self.folder / "public" / "certificate-keys.json"),
            "CERT_KEYSTORE": str(self.folder / "private" / "keys"),
            "CERT_PASSPHRASE_FILE": str(self.folder / "private" / "passphrase"),
            "CERT_IDENTITY_KEY_FILE": str(self.folder / "private" / "identity-key"),
            "CERT_ATTACHMENTS": str(self.folder / "attachments"),
            "CERT_LISTS": str(self.folder / "lists"),
            "CERT_FORM_TEMPLATES": str(self.folder / "forms"),
            "CERT_STATUS_LISTS": str(self.folder / "public" / "status"),
            "CERT_RECEIPT_KEYSTORE": str(self.folder / "receipts" / "keys"),
            "CERT_RECEIPT_PASSPHRASE_FILE": str(self.folder / "receipts" / "passphrase"),
            "CERT_ADDRESS": f"http://127.0.0.1:{self.port}",
            "CERT_ACTOR": "王办事员",
        }

    def prepare(self) -> None:
        """What an operator does once by hand: folders, and a passphrase in a file that only they can read."""
        (self.folder / "public").mkdir(parents=True)
        (self.folder / "private").mkdir(mode=0o700)
        passphrase = self.folder / "private" / "passphrase"
        passphrase.touch(0o600)
        passphrase.write_text("correct horse battery staple")

    def try_(self, *words: str) -> Result:
        """Run `python -m WORDS` in this process; returns exit code and output."""
        command, *arguments = words
        return CliRunner().invoke(COMMANDS[command], arguments, env=self.environment, catch_exceptions=False)

    def run(self, *words: str) -> str:
        """Run a command that must succeed; returns what it printed."""
        result = self.try_(*words)
        assert result.exit_code == 0, f"{words}: {result.output}"
        return result.stdout

    @contextmanager
    def site(self) -> Iterator[str]:
        """The public site under granian, with none of the private settings; yields its address."""
        private = {"CERT_KEYSTORE", "CERT_PASSPHRASE_FILE"}
        public = {name: value for name, value in self.environment.items() if name not in private}
        _, command = granian("127.0.0.1", self.port, workers=1, threads=4)
        with (self.folder / "site.log").open("wb") as log:
            server = subprocess.Popen(
                command,
                env={**os.environ, **public},
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._await_site(server)
            yield f"http://127.0.0.1:{self.port}"
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                # A browser's open connection may hold a graceful stop up; nothing is lost by a hard one.
                server.kill()
                server.wait()

    def _await_site(self, server: subprocess.Popen[bytes]) -> None:
        for _ in range(3000):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).close()
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None, (self.folder / "site.log").read_text()
                time.sleep(0.02)
            else:
                return
        raise AssertionError((self.folder / "site.log").read_text())
