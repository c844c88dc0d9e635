"""Signatures as Standard Webhooks have them: https://www.standardwebhooks.com, version 1 with a shared secret."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


def as_text(key: bytes) -> str:
    """A secret as whoever verifies is given it."""
    return PREFIX + base64.b64encode(key).decode()


def from_text(text: str) -> bytes:
    """Raises `ValueError` for what is no such secret."""
    if not text.startswith(PREFIX):
        raise ValueError(f"a secret that begins with {PREFIX} is needed")
    try:
        return base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def signed(id: str, seconds: int, body: bytes, keys: Iterable[bytes]) -> dict[str, str]:
    """The three headers; a signature with each key, so that one can take another's place while both are known.

    `seconds`: of this try, since 1970.

    >>> key = from_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [key])["webhook-signature"]
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    content = f"{id}.{seconds}.".encode() + body
    digests = (hmac.new(key, content, hashlib.sha256).digest() for key in keys)
    signature = " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)
    return {"webhook-id": id, "webhook-timestamp": str(seconds), "webhook-signature": signature}
