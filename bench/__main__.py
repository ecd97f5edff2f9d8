"""One edit of many posts, against what other engines need to build them: `python -m bench [POSTS]`.

Writes 1,000 posts, or as many as asked for, below `.build/bench/`, as a site for each engine, and
prints what each costs: the median of three runs in which all take turns, and the median of the
ratios to Hugo's full build in the same run. `--runs 5` makes more runs, `--only hugo,edit` measures
less. The names are those of `NAMES` in scenarios.py.

No engine draws cards or makes a search's index here. Only `publish` reads what was built once more
(the audit). Hugo and Eleventy write neither `lessons/days.json` nor `release.json`, and proofread
nothing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean, median

from bench.engines import HOME
from bench.measure import Cost, FailedError
from bench.scenarios import NAMES, Scenario, scenarios

_Runs = Mapping[str, Sequence[Cost]]


def main() -> int:
    """Write the sites, run everything in turns, print the table; the exit status."""
    options = _parser().parse_args()
    folder = HOME / str(options.posts)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        measured = list(scenarios(options.only, folder, options.posts, _note))
        runs: dict[str, list[Cost]] = {each.name: [] for each in measured}
        for turn in range(options.runs):
            for each in measured:
                _note(f"run {turn + 1} of {options.runs}: {NAMES[each.name]}")
                runs[each.name].append(each.run(turn))
    except FailedError as error:
        _note(str(error))
        return 1
    print(
        "\n".join([f"{options.posts} posts, {options.runs} runs", *_costs(runs), *_sizes(measured)])
    )
    return 0


def _costs(runs: _Runs) -> Iterator[str]:
    yield f"\n{'':36}{'wall s':>8}{'x Hugo':>8}{'CPU s':>8}{'x Hugo':>8}{'MB':>7}"
    for name, costs in runs.items():
        wall, cpu = (_ratio(runs, name, "hugo", part) for part in ("wall", "cpu"))
        yield (
            f"{NAMES[name]:36}{median(cost.wall for cost in costs):8.2f}{wall:>8}"
            f"{median(cost.cpu for cost in costs):8.2f}{cpu:>8}"
            f"{median(cost.memory for cost in costs):7.0f}"
        )
    yield "MB is the most that the largest process held.\n"
    for name in ("edit", "publish"):
        others = [other for other in ("hugo", "eleventy", "stock") if other in runs]
        if name in runs and others:
            ratios = (f"{_ratio(runs, name, other, 'wall')} of {other}'s" for other in others)
            yield f"{NAMES[name]}: {', '.join(ratios)} time on the clock for a full build"


def _ratio(runs: _Runs, name: str, other: str, part: str) -> str:
    if name not in runs or other not in runs:
        return "-"
    pairs = zip(runs[name], runs[other], strict=True)
    return f"{median(getattr(one, part) / getattr(two, part) for one, two in pairs):.3f}"


def _sizes(measured: Sequence[Scenario]) -> Iterator[str]:
    yield f"\n{'built by':36}{'files':>8}{'MB':>8}{'bytes a rant':>14}"
    for engine, site in {each.engine.name: (each.engine, each.site) for each in measured}.values():
        output = site / engine.output
        sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
        rants = [path.stat().st_size for path in output.glob("rants/*/index.html")]
        yield f"{engine.name:36}{len(sizes):8}{sum(sizes) / 1e6:8.1f}{mean(rants):14.0f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure one edit of many posts."
    )
    parser.add_argument(
        "posts", type=int, nargs="?", default=1000, help="how many; 1000 if not said"
    )
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    parser.add_argument(
        "--only", type=_names, default=list(NAMES), metavar="NAMES", help=", ".join(NAMES)
    )
    return parser


def _names(text: str) -> list[str]:
    asked = text.split(",")
    if unknown := [name for name in asked if name not in NAMES]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose from {', '.join(NAMES)}")
    return [name for name in NAMES if name in asked]


def _note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
