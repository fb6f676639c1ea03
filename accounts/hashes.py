"""Keyed hashes and codes: what can be rebuilt or found again by the key, and by nothing else."""

import hashlib
import hmac

from django.conf import settings

# Crockford's base 32: O is read as 0, I and L as 1, so what is read out is written down right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 24
MISREAD = str.maketrans("OIL", "011", " -\t\n\u2013\u00a0")


def keyed_bytes(purpose: str, message: str) -> bytes:
    """HMAC-SHA256 over purpose and message with the installation's hash key: 32 bytes."""
    data = f"{purpose}\x00{message}".encode()
    return hmac.new(settings.HASH_KEY, data, hashlib.sha256).digest()


def keyed_hash(purpose: str, message: str) -> str:
    """The same as 64 hexadecimal digits, for a column that is looked up.

    Right: `keyed_hash("receipt", code)`. Wrong: a plain sha256 of a code or an address, which
    anyone who has the database can try out.
    """
    return keyed_bytes(purpose, message).hex()


def code_for(purpose: str, message: str) -> str:
    """A code of 24 characters (120 bits) that the key rebuilds: it is never stored."""
    number = int.from_bytes(keyed_bytes(purpose, message)[:15])
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(115, -1, -5))


def grouped(code: str) -> str:
    """The code as it is shown: `7KQM 4WZP 9HTX 2CDV R8NE 5JBA`."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """What a person typed as a code, or None where it cannot be one.

    >>> read_code("7kqm-4wzp 9htx 2cdv r8ne 5jba")
    '7KQM4WZP9HTX2CDVR8NE5JBA'
    >>> read_code("7kqm") is None
    True
    """
    code = typed.upper().translate(MISREAD)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None
