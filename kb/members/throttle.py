"""Guessing is slowed down, by account and by network; nobody is ever locked out (ASVS 6.3.1).

What is kept of an address is a hash of its network under a key of the day, for a day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from kb.errors import TooManyRequests
from kb.store.database import Database
from kb.store.member_tables import failures

FREE_OF_ACCOUNT = 5
"""Failures without a delay; the next waits a second, each further one twice as long."""
FREE_OF_NETWORK = 30
"""An office shares one address."""
LONGEST = dt.timedelta(minutes=15)
FORGOTTEN = dt.timedelta(hours=24)


class Throttle:
    """Counts failures and says how long to wait.

    Args:
        key: Secret of the installation.
    """

    def __init__(self, database: Database, key: str, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._key = key.encode()
        self._clock = clock

    def begin(self, account: str, address: str) -> None:
        """Count an attempt as failed before it is looked at, so that none runs beside another.

        Args:
            account: As typed; whether there is one makes no difference.
            address: Of the client; "" if it is not known.

        Raises:
            TooManyRequests: It is too early; the attempt is not to be looked at.
        """
        now = self._clock()
        with self._database.write("failures") as connection:
            connection.execute(sa.delete(failures).where(failures.c.at < now - FORGOTTEN))
            for key, free in self._keys(account, address):
                row = connection.execute(sa.select(failures).where(failures.c.key == key)).first()
                if row is None:
                    connection.execute(sa.insert(failures).values(key=key, times=1, at=now))
                    continue
                left = (row.at + _wait(row.times, free) - now).total_seconds()
                if left > 0:
                    raise TooManyRequests(
                        "There were too many attempts.",
                        f"Try again in {round(left + 1)} seconds.",
                        seconds=round(left + 1),
                    )
                connection.execute(
                    sa.update(failures)
                    .where(failures.c.key == key)
                    .values(times=row.times + 1, at=now)
                )

    def succeed(self, connection: sa.Connection, account: str, address: str) -> None:
        """Forget the failures of an account, and this attempt of its network."""
        (of_account, _), *others = self._keys(account, address)
        connection.execute(sa.delete(failures).where(failures.c.key == of_account))
        for key, _ in others:
            connection.execute(
                sa.update(failures)
                .where(failures.c.key == key, failures.c.times > 0)
                .values(times=failures.c.times - 1)
            )

    def _keys(self, account: str, address: str) -> Sequence[tuple[str, int]]:
        keys = [(self._hash(f"account {account}"), FREE_OF_ACCOUNT)]
        if network := _network(address):
            keys.append((self._hash(f"network {network}"), FREE_OF_NETWORK))
        return keys

    def _hash(self, text: str) -> str:
        day = self._clock().date().isoformat()
        message = f"{day} {text}".encode("utf-8", "replace")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def _wait(times: int, free: int) -> dt.timedelta:
    if times < free:
        return dt.timedelta()
    return min(dt.timedelta(seconds=2 ** min(times - free, 20)), LONGEST)


def _network(address: str) -> str:
    """The /24 or /48 that an address is in; "" for none and for this machine's own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if ip.is_loopback:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))
