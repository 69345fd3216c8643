"""AWS: accounts, credentials and buckets. Credentials, region and endpoint are never read from the environment."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol, TypeAlias
from weakref import ref

from kops import _accounts, _native, _stores
from kops._call import check_text
from kops._loop import caller, run_apart

__all__ = ["Account", "Credentials", "CredentialsProvider", "Keys", "S3Store", "Session", "from_boto3"]


@dataclass(frozen=True)
class Credentials:
    """Keys of AWS."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    """When they expire, with a time zone; ``None`` for never."""


Keys: TypeAlias = Credentials | Mapping[str, Any]
"""Keys, or a mapping with the names of their fields."""

CredentialsProvider: TypeAlias = Callable[[], Keys | Awaitable[Keys]]
"""A function that returns keys. It is called again five minutes before they expire."""


class Account(_accounts.Account):
    """An AWS account in one region. Engines on it share connections and the budget of calls."""

    __slots__ = ("_region",)

    def __init__(
        self,
        *,
        region: str,
        credentials: Keys | CredentialsProvider,
        endpoint: str | None = None,
        ca_certificates: str | None = None,
    ) -> None:
        """Name an account; no call is made yet. Credentials, region and endpoint are never read from the environment.

        ``credentials`` are keys, as ``Credentials`` or a mapping with its names, or a function that returns them,
        perhaps as a coroutine, and is called again five minutes before they expire. ``endpoint`` is the URL of a
        server to use in place of AWS. ``ca_certificates`` are those of the authorities to trust, as PEM. Without them,
        HTTPS trusts those of the system, or those in ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` where these are set.
        """
        check_text("region", region)
        if not region:
            raise ValueError("argument 'region': expected a region of AWS, such as us-east-2")
        check_text("endpoint", endpoint, optional=True)
        check_text("ca_certificates", ca_certificates, optional=True)
        self._held = keys = _keys_of(credentials)
        self._native = _native.Cloud.aws(region, _weakly(keys), endpoint, ca_certificates)
        self._region = region

    @property
    def region(self) -> str:
        """The region."""
        return self._region

    def __repr__(self) -> str:
        """Name the region."""
        return f"<kops.aws.Account in {self._region}>"


class S3Store(_stores.Store):
    """A bucket of S3 as a state store, in whichever region of the account it is."""

    __slots__ = ("_url",)

    def __init__(self, url: str, account: Account) -> None:
        """Name a bucket: ``s3://BUCKET`` or ``s3://BUCKET/PREFIX``. No call is made yet.

        Raises ``StateError`` where the URL names none.
        """
        if not isinstance(account, Account):
            raise TypeError(f"argument 'account': expected a kops.aws.Account, not '{type(account).__name__}'")
        check_text("url", url)
        self._native, self._held = account._native.bucket(url), account
        self._url = url

    @property
    def url(self) -> str:
        """Its URL."""
        return self._url

    def __repr__(self) -> str:
        """Name the URL."""
        return f"<kops.aws.S3Store {self._url}>"


class Session(Protocol):
    """What ``from_boto3`` needs of a ``boto3.Session``."""

    def get_credentials(self) -> Any:  # noqa: ANN401
        """Return botocore's credentials, or ``None`` where there are none."""


def from_boto3(session: Session) -> CredentialsProvider:
    """Return a provider of the credentials of a ``boto3.Session``, which renews them where they expire."""

    def provide() -> Credentials:
        credentials = session.get_credentials()
        if credentials is None:
            raise LookupError("the session has no credentials")
        keys = credentials.get_frozen_credentials()
        # botocore renews what expires within ten minutes, and does not say when that is.
        expires_at = datetime.now(timezone.utc) + timedelta(minutes=10) if keys.token else None
        return Credentials(keys.access_key, keys.secret_key, keys.token, expires_at)

    return provide


_Fields: TypeAlias = tuple[str, str, str | None, datetime | None]


def _keys_of(credentials: Keys | CredentialsProvider) -> Callable[[], _Fields]:
    """Return the function that an account calls for keys."""
    if callable(credentials):
        return lambda: _fields(_result(credentials()))
    fields = _fields(credentials)
    return lambda: fields


def _weakly(keys: Callable[[], _Fields]) -> Callable[[], _Fields]:
    """Return a function that calls another one, which the account holds."""
    held = ref(keys)

    def call() -> _Fields:
        function = held()
        if function is None:
            raise ReferenceError("the account of the credentials is gone")
        return function()

    return call


def _fields(keys: object) -> _Fields:
    """Read keys; errors name fields and never show values."""
    if isinstance(keys, Mapping):
        unknown = sorted(map(str, set(keys) - set(Credentials.__match_args__)))
        missing = [name for name in ("access_key_id", "secret_access_key") if name not in keys]
        if unknown or missing:
            problems = [f"unknown field '{name}'" for name in unknown] + [f"missing field '{name}'" for name in missing]
            raise TypeError(f"argument 'credentials': {', '.join(problems)}")
        keys = Credentials(**keys)
    if not isinstance(keys, Credentials):
        raise TypeError(f"argument 'credentials': expected keys, not '{type(keys).__name__}'")
    for name in ("access_key_id", "secret_access_key", "session_token"):
        value = getattr(keys, name)
        if not isinstance(value, str) and not (value is None and name == "session_token"):
            raise TypeError(f"argument 'credentials': expected '{name}' to be a 'str', not '{type(value).__name__}'")
    expires_at = keys.expires_at
    if expires_at is not None and (not isinstance(expires_at, datetime) or expires_at.tzinfo is None):
        raise TypeError("argument 'credentials': expected 'expires_at' to be a 'datetime' with a time zone")
    return keys.access_key_id, keys.secret_access_key, keys.session_token, expires_at


def _result(value: object) -> object:
    """Wait for what a provider returned, on the event loop that the call comes from, if any."""
    if not inspect.isawaitable(value):
        return value
    made = caller()
    return run_apart(value) if made is None else made.start(value).result()
