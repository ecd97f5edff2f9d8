"""Makes .venv anew from a file of pins with hashes: `python3 environment.py requirements.txt`.

Written so that every Python 3 can read it: one that is too old must be able to say so.
"""

import importlib.util
import subprocess
import sys

OLDEST = (3, 11)
FOLDER = ".venv"


def main(requirements: str) -> int:
    """Make the folder and install the pins; the exit status is the first that is not 0."""
    problem = find_problem()
    if problem:
        print(f"{sys.executable}: {problem}", file=sys.stderr)
        return 1
    print(f"Making {FOLDER} from {requirements}, which takes a minute …", flush=True)
    make = [sys.executable, "-m", "venv", "--clear", FOLDER]
    install = [f"{FOLDER}/bin/python", "-m", "pip", "install", "--quiet", "--use-pep517"]
    return subprocess.call(make) or subprocess.call(
        [*install, "--require-hashes", "--requirement", requirements]
    )


def find_problem() -> str:
    """Say what this Python lacks and what mends it; empty when it lacks nothing."""
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:3]))
        remedy = "install one, and name it: make PYTHON=python3.12 …"
        return f"is Python {version}, End Rant needs 3.11 or later — {remedy}"
    if not importlib.util.find_spec("ensurepip"):
        remedy = "install it: sudo apt-get install python3-venv"
        return f"has no ensurepip, which Debian keeps in a package of its own — {remedy}"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
