"""An incremental build's output is, byte for byte and file for file, that of a clean build."""

from hypothesis import Phase, settings

from tests.incremental import site_nasty, site_own, site_stock
from tests.incremental.site_machine import SiteMachine
from tests.incremental.site_tour import tour


class NastySite(SiteMachine):
    """A theme that reads in every way, and a plugin that gives it all to read."""

    kind = site_nasty.KIND


class OwnSite(SiteMachine):
    """The theme of this repository, and all of its plugins."""

    kind = site_own.KIND


class StockSite(SiteMachine):
    """Pelican's own themes, and no other plugin."""

    kind = site_stock.KIND


def test_each_thing_that_may_happen_to_a_site() -> None:
    machine = NastySite()
    machine.held = 0
    for steps in tour(machine.kind):
        for name, values in steps:
            getattr(machine, name)(**values)
        try:
            machine.is_as_a_clean_build()
        except AssertionError as error:
            error.add_note(f"after {steps}")
            raise


def test_picture_that_changes() -> None:
    """What shows it is made again, five posts and the lists that begin them, and nothing else."""
    machine = OwnSite()
    machine.held = 0
    for data in (b"one", b"another", b"broken", None):
        machine.edit_a_static_file(path="content/images/a.png", data=data)
        machine.is_as_a_clean_build()
    machine.change_back(steps=4)
    machine.is_as_a_clean_build()
    stays = machine.builder.build(machine.day)
    machine.edit_a_static_file(path="content/images/a.png", data=b"one")
    built = machine.builder.build(machine.day)
    assert 5 <= stays.skipped - built.skipped < stays.skipped / 3


def test_what_did_not_change_is_not_made_again() -> None:
    for machine in MACHINES:
        built = machine.open().first
        assert built.skipped > len(built.tree) * 0.4


def teardown_module() -> None:
    for shop in SiteMachine.shops.values():
        shop.close()


MACHINES = (NastySite, OwnSite, StockSite)
# To look for a shorter sequence takes minutes: `python -m bench.soundness --shrink` does it.
_REPEATABLE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=False,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)

TestNastySite = NastySite.TestCase
TestNastySite.settings = settings(_REPEATABLE, max_examples=10, stateful_step_count=4)
TestOwnSite = OwnSite.TestCase
TestOwnSite.settings = settings(_REPEATABLE, max_examples=4, stateful_step_count=3)
TestStockSite = StockSite.TestCase
TestStockSite.settings = settings(_REPEATABLE, max_examples=6, stateful_step_count=4)
