"""Signing in, the second factor, and changing either.

    keeper = Doorkeeper(engine, Passwords(), load_vault(path).sealer(PURPOSE), os.urandom)
    token = keeper.sign_in("zhang.san", password, network=network, now=now)
    token = keeper.confirm(found, "492039", network=network, now=now)       # found: SignedIn, not yet complete

Every step that succeeds gives a new token and ends the old one, so that a token planted or seen before is worthless.
Digests are made outside of transactions: they take longer than everything else together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.accounts.attempts import OF_A_LOGIN, OF_A_NETWORK, OF_EVERYBODY, Budgets, counting, forgive, spend
from casework.accounts.errors import SecondFactorRefused, SignInOver, SignInRefused
from casework.accounts.logins import folded_login
from casework.accounts.models import DeskEvent, DeskPerson, Organisation, RecoveryCode
from casework.accounts.passwords import Passwords, checked_password
from casework.accounts.second_factor import new_recovery_codes, new_secret, recovery_digest, step_of
from casework.accounts.sessions import SignedIn, end_session, end_sessions_of, start_session
from casework.accounts.trail import audit
from casework.accounts.words import AUTHORITIES, Deed
from registry.database import writing
from registry.sealing import Sealer

PURPOSE = "desk accounts"
"""What the vault's sealer of this package is called."""
KNOWN_FOR = timedelta(days=90)
"""How long a network from which somebody signed in counts as theirs."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A sign-in that has been counted: whose, and against which digest; None where there is no such account."""

    person_id: int | None
    organisation_id: int | None
    stored: str | None
    budgets: Budgets


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Lets people in. `sealer` seals second factors and turns logins and networks into keys of counters."""

    engine: Engine
    passwords: Passwords
    sealer: Sealer
    random_bytes: Callable[[int], bytes]

    def network(self, network: str) -> bytes:
        """A network as the audit trail and the counters keep it."""
        return self.sealer.index(b"network " + network.encode())

    def sign_in(self, login: str, password: str, *, network: str, now: datetime) -> str:
        """The token of a new session, complete unless a second factor is due.

        Raises `SignInRefused`, `TooManyAttempts`, `SignInUnavailable`.
        """
        attempt = self._counted(folded_login(login), network, now)
        if not self.passwords.matches(attempt.stored, password) or attempt.stored is None:
            self._note_refusal(attempt, network, now)
            raise SignInRefused
        outdated = self.passwords.outdated(attempt.stored)
        renewed = self.passwords.digest(password) if outdated else attempt.stored
        with counting(self.engine) as session:
            person = self._unchanged(session, attempt, renewed)
            forgive(session, attempt.budgets, now=now)
            return self._let_in(session, person, network, now)

    def confirm(self, found: SignedIn, code: str, *, network: str, now: datetime) -> str:
        """A complete session's token for a one-time code or a recovery code.

        Raises `SecondFactorRefused`, `TooManyAttempts`, `SignInUnavailable`.
        """
        person_id = found.acting.person_id
        budgets = self._second_budgets(person_id)
        with counting(self.engine) as session:
            spend(session, budgets, now=now)
        with counting(self.engine) as session:
            person = session.get_one(DeskPerson, person_id)
            if person.totp_sealed is None:
                raise SignInOver
            secret = self.sealer.unseal(person.totp_sealed, about=about_person(person_id))
            if not self._used_step(session, person, secret, code, now) and not self._used_recovery(
                session, found, code, now
            ):
                raise SecondFactorRefused
            person.totp_pending = None
            forgive(session, budgets, now=now)
            self._note(session, Deed.SIGNED_IN, found, network, now)
            return self._renewed(session, found, now)

    def begin_set_up(self, found: SignedIn) -> bytes:
        """The secret of a second factor that is shown and not yet proven. Raises `SignInOver` where none is due."""
        person_id = found.acting.person_id
        with writing(self.engine) as session:
            person = _may_set_up(session, found)
            if person.totp_pending is None:
                person.totp_pending = self._new_secret(person_id)
            return self.sealer.unseal(person.totp_pending, about=about_person(person_id))

    def finish_set_up(self, found: SignedIn, code: str, *, network: str, now: datetime) -> tuple[str, tuple[str, ...]]:
        """Prove the secret with a code from the app: a complete session's token, and new recovery codes to write down.

        Raises `SecondFactorRefused`, `TooManyAttempts`, `SignInUnavailable`.
        """
        person_id = found.acting.person_id
        budgets = self._second_budgets(person_id)
        with counting(self.engine) as session:
            spend(session, budgets, now=now)
        with counting(self.engine) as session:
            person = _may_set_up(session, found)
            if person.totp_pending is None:
                raise SignInOver
            secret = self.sealer.unseal(person.totp_pending, about=about_person(person_id))
            step = step_of(secret, code, now=now, after=None)
            if step is None:
                raise SecondFactorRefused
            person.totp_sealed, person.totp_step = person.totp_pending, step
            person.totp_pending = None
            codes = self._new_recovery_codes(session, person_id)
            forgive(session, budgets, now=now)
            self._note(session, Deed.SECOND_FACTOR_SET, found, network, now)
            if not found.complete:
                self._note(session, Deed.SIGNED_IN, found, network, now)
            end_sessions_of(session, person_id)
            return self._renewed(session, found, now), codes

    def check_password(self, found: SignedIn, password: str, *, now: datetime) -> None:
        """Raise `SignInRefused` unless it is the signed-in person's password; counted like a sign-in."""
        budgets = {self.sealer.index(b"password %d" % found.acting.person_id): OF_A_LOGIN}
        with counting(self.engine) as session:
            spend(session, budgets, now=now)
            stored = session.get_one(DeskPerson, found.acting.person_id).password_hash
        if not self.passwords.matches(stored, password):
            raise SignInRefused
        with counting(self.engine) as session:
            forgive(session, budgets, now=now)

    def change_password(self, found: SignedIn, password: str, new: str, *, now: datetime) -> str:
        """Change the password and end every session; a new session's token. Raises `PasswordRefused` and the above."""
        self.check_password(found, password, now=now)
        member = found.acting
        text = checked_password(new, login=found.login, names=(member.name, member.organisation_name))
        digest = self.passwords.digest(text)
        with writing(self.engine) as session:
            session.get_one(DeskPerson, member.person_id).password_hash = digest
            end_sessions_of(session, member.person_id)
            audit(session, Deed.PASSWORD_CHANGED, member=member, now=now)
            return start_session(session, member.person_id, complete=True, now=now, random_bytes=self.random_bytes)

    def replace_second_factor(self, found: SignedIn, password: str, *, now: datetime) -> None:
        """Make ready for a new second factor; the old one holds until the new one is proven. Raises as above."""
        self.check_password(found, password, now=now)
        with writing(self.engine) as session:
            person = session.get_one(DeskPerson, found.acting.person_id)
            person.totp_pending = self._new_secret(person.id)

    def _counted(self, login: str, network: str, now: datetime) -> _Attempt:
        with counting(self.engine) as session:
            person = session.scalars(select(DeskPerson).where(DeskPerson.login == login)).one_or_none()
            budgets = self._budgets(session, person, login, network, now)
            spend(session, budgets, now=now)
            if person is None:
                return _Attempt(None, None, None, budgets)
            stored = person.password_hash if person.disabled_at is None else None
            return _Attempt(person.id, person.organisation_id, stored, budgets)

    def _budgets(self, session: Session, person: DeskPerson | None, login: str, network: str, now: datetime) -> Budgets:
        """What an attempt counts under. From a network of their own, nobody else's failures keep a person waiting."""
        named, at = b"login " + login.encode(), b"network " + network.encode()
        budgets = {self.sealer.index(at): OF_A_NETWORK}
        if person is not None and self._knows(session, person.id, self.sealer.index(at), now):
            return budgets | {self.sealer.index(named + b" " + at): OF_A_LOGIN}
        return budgets | {self.sealer.index(named): OF_A_LOGIN, self.sealer.index(b"everybody"): OF_EVERYBODY}

    @staticmethod
    def _knows(session: Session, person_id: int, network: bytes, now: datetime) -> bool:
        query = select(DeskEvent.id).where(
            DeskEvent.person_id == person_id,
            DeskEvent.what == Deed.SIGNED_IN.value,
            DeskEvent.network == network,
            DeskEvent.at > now - KNOWN_FOR,
        )
        return session.scalars(query.limit(1)).first() is not None

    def _second_budgets(self, person_id: int) -> Budgets:
        return {self.sealer.index(b"second factor %d" % person_id): OF_A_LOGIN}

    @staticmethod
    def _unchanged(session: Session, attempt: _Attempt, renewed: str) -> DeskPerson:
        """The person, whose password and account nobody changed while the digest was made."""
        query = select(DeskPerson).where(DeskPerson.id == attempt.person_id).with_for_update()
        person = session.scalars(query).one()
        if person.password_hash != attempt.stored or person.disabled_at is not None:
            raise SignInRefused
        person.password_hash = renewed
        return person

    def _let_in(self, session: Session, person: DeskPerson, network: str, now: datetime) -> str:
        kind = session.get_one(Organisation, person.organisation_id).kind
        complete = kind not in AUTHORITIES and person.totp_sealed is None
        if complete:
            audit(
                session,
                Deed.SIGNED_IN,
                person_id=person.id,
                organisation_id=person.organisation_id,
                network=self.network(network),
                now=now,
            )
        return start_session(session, person.id, complete=complete, now=now, random_bytes=self.random_bytes)

    def _used_step(self, session: Session, person: DeskPerson, secret: bytes, code: str, now: datetime) -> bool:
        step = step_of(secret, code, now=now, after=person.totp_step)
        if step is None:
            return False
        unused = (DeskPerson.id == person.id, or_(DeskPerson.totp_step.is_(None), DeskPerson.totp_step < step))
        # One statement decides, so that the same code sent twice at once is used once.
        used = update(DeskPerson).where(*unused).values(totp_step=step).returning(DeskPerson.id)
        return session.scalars(used).first() is not None

    @staticmethod
    def _used_recovery(session: Session, found: SignedIn, code: str, now: datetime) -> bool:
        mine = (RecoveryCode.person_id == found.acting.person_id, RecoveryCode.digest == recovery_digest(code))
        used = delete(RecoveryCode).where(*mine).returning(RecoveryCode.person_id)
        if session.scalars(used).first() is None:
            return False
        audit(session, Deed.RECOVERY_CODE_USED, member=found.acting, now=now)
        return True

    def _new_secret(self, person_id: int) -> bytes:
        return self.sealer.seal(new_secret(self.random_bytes), about=about_person(person_id))

    def _new_recovery_codes(self, session: Session, person_id: int) -> tuple[str, ...]:
        codes = new_recovery_codes(self.random_bytes)
        session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
        rows = [{"person_id": person_id, "digest": recovery_digest(code)} for code in codes]
        session.execute(insert(RecoveryCode), rows)
        return codes

    def _renewed(self, session: Session, found: SignedIn, now: datetime) -> str:
        end_session(session, found.digest)
        return start_session(session, found.acting.person_id, complete=True, now=now, random_bytes=self.random_bytes)

    def _note(self, session: Session, what: Deed, found: SignedIn, network: str, now: datetime) -> None:
        audit(session, what, member=found.acting, network=self.network(network), now=now)

    def _note_refusal(self, attempt: _Attempt, network: str, now: datetime) -> None:
        person_id, organisation_id = attempt.person_id, attempt.organisation_id
        with counting(self.engine) as session:
            audit(
                session,
                Deed.SIGN_IN_REFUSED,
                person_id=person_id,
                organisation_id=organisation_id,
                network=self.network(network),
                now=now,
            )


def _may_set_up(session: Session, found: SignedIn) -> DeskPerson:
    """The person who may now prove a new second factor.

    A password alone is enough while there is none; later it takes a complete sign-in that gave the password once more.
    """
    person = session.get_one(DeskPerson, found.acting.person_id, with_for_update=True)
    due = person.totp_pending is not None if found.complete else person.totp_sealed is None
    if not due:
        raise SignInOver
    return person


def about_person(person_id: int) -> bytes:
    """What a sealed second factor is bound to."""
    return b"person %d" % person_id
