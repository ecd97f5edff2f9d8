"""`make doctor`: what is installed, what is configured, what is missing for the target.

Nothing here may need a package, nor a Python that is new: it has to say what lacks.
"""

from .command import run

__all__ = ["run"]
