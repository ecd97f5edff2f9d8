"""`python -m bench.soundness [SEQUENCES]`: hold incremental builds against clean ones.

Random sequences of edits, accidents and builds, on each kind of site in turn, other ones each time;
as many as are asked for, or else without end. It stops at the first build that is not, byte for
byte, what a clean build gives, and prints the sequence.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterable

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.incremental.site_machine import SiteMachine
from tests.incremental.site_workshop import Workshop
from tests.incremental.test_state_machine import MACHINES

BATCH = 20  # sequences of one kind of site, then of the next
STEPS = 8


def main(arguments: list[str] | None = None) -> int:
    """Run sequences; the exit status is 1 where a build was not as it should be."""
    asked = _parser().parse_args(arguments)
    machines = [each for each in MACHINES if asked.only in each.__name__]
    first = random.SystemRandom().randrange(2**32) if asked.seed is None else asked.seed
    done, number, faults, begun = 0, first, 0, time.monotonic()
    while asked.sequences is None or done < asked.sequences:
        machine = machines[number % len(machines)]
        fault = run(machine, number, steps=asked.steps, shrinks=asked.shrink)
        if fault:
            print(f"\n{machine.__name__}, seed {number}:\n{fault}", flush=True)
            faults += 1
            if faults >= asked.faults:
                break
        done, number = done + BATCH, number + 1
        print(f"{done} sequences, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    for name, shop in SiteMachine.shops.items():
        print("\n".join(_tell(name, shop)))
        shop.close()
    return 1 if faults else 0


def run(machine: type[SiteMachine], number: int, *, steps: int, shrinks: bool) -> str:
    """Run a batch of sequences that follow from a number; give what was wrong, and nothing else."""
    chosen = settings(
        max_examples=BATCH,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.normal,
        phases=[Phase.generate, Phase.shrink] if shrinks else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    machine.open()
    try:
        run_state_machine_as_test(seed(number)(machine), settings=chosen)
    except Exception as error:  # whatever it is, it is told
        return "".join(traceback.format_exception(error, limit=-3))
    return ""


def _tell(name: str, shop: Workshop) -> Iterable[str]:
    yield f"{name}:"
    for kind, count in shop.builder.builds.items():
        yield f"  {count} builds, {kind}: {shop.builder.cpu[kind]:.1f} s of processor time"
    yield f"  {sum(shop.shares) / max(1, len(shop.shares)):.0%} of the files left as they were"
    yield "  " + ", ".join(f"{name} {count}" for name, count in shop.rules.most_common())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.soundness", description="Hold incremental builds against clean ones."
    )
    parser.add_argument("sequences", type=int, nargs="?", help="how many; without end if not said")
    parser.add_argument("--steps", type=int, default=STEPS, help="the most of one sequence")
    parser.add_argument("--seed", type=int, help="the first seed; another each time if not said")
    parser.add_argument("--only", default="", help="the kind of site whose name has this in it")
    parser.add_argument("--faults", type=int, default=1, help="how many faults to go on to")
    parser.add_argument("--shrink", action="store_true", help="look for a shorter sequence")
    return parser


if __name__ == "__main__":
    sys.exit(main())
