"""What stops a command of the desk."""

from __future__ import annotations


class DeskError(Exception):
    """What the writer can mend; each line says where, the value in quotes, and the remedy.

    A build that it stops ends with the exit status 1, and without a traceback.
    """

    exitcode = 1
