"""Makes this tool's key, and prints the public half as Moodle (PEM) and Canvas (JWK) want it; a key that is there is kept.

python deploy/lti/make_key.py build/hub/home/grader-feature_attribution/lti_key.pem
"""

import argparse
import json
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from platform_services import private_key
from platform_settings import Refused
from pylti1p3.registration import Registration

BITS = 2048  # RS256 is all that LTI asks for


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("key", type=Path, help="the file, as `key` in lti.toml names it")
    return parser.parse_args()


def make(path: Path) -> None:
    """Writes a new key that nobody else may read, unless one is there.

    Raises:
        Refused: it cannot be written.
    """
    if path.exists():
        return
    pem = rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None


def public_pem(path: Path) -> str:
    """The public half of a key."""
    public = private_key(path).public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def main() -> int:
    path = arguments().key
    try:
        make(path)
        public = public_pem(path)
    except Refused as reason:
        print(f"make_key: {reason}", file=sys.stderr)
        return 2
    print(f"{path} stays here. To the LMS goes its public half, as one of the two:\n")
    print(f"{public}\n{json.dumps(Registration.get_jwk(public))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
