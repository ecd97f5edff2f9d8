"""How the tests find the browser that they drive, or get one."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.browser import chromium

OPENS = "#!/bin/sh\necho '<title>opened</title>'\n"
OPENS_NOT = "#!/bin/sh\necho 'use snap instead'; exit 1\n"


def command(folder: Path, name: str, text: str) -> Path:
    """Put a command into `folder`."""
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def bin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of commands; it begins empty, and Playwright has no browser."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(chromium, "APPS", ())
    return tmp_path


def test_installed_browser_is_found(bin: Path) -> None:
    """The first of the names that opens a page is taken; one that does not is passed over."""
    command(bin, "chromium-browser", OPENS_NOT)
    chrome = command(bin, "google-chrome", OPENS)
    command(bin, "google-chrome-stable", OPENS)

    found = chromium.find()

    assert found == chrome


def test_chosen_browser_comes_first(bin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`CHROMIUM` names the one browser to take."""
    command(bin, "chromium", OPENS)
    monkeypatch.setenv("CHROMIUM", str(command(bin, "mine", OPENS)))

    found = chromium.ensure()

    assert found == bin / "mine"


def test_chosen_browser_is_not_replaced(bin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When what `CHROMIUM` names opens no page, no other browser is taken or installed."""
    command(bin, "chromium", OPENS)
    monkeypatch.setenv("CHROMIUM", "/no/browser")

    with pytest.raises(chromium.BrowserError) as raised:
        chromium.ensure()

    assert str(raised.value) == "CHROMIUM: '/no/browser' opens no page — name a browser that does"


def test_no_browser_anywhere(bin: Path) -> None:
    """Without one there is none."""
    assert chromium.find() is None


def test_playwright_is_tried_before_the_system(
    bin: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Playwright's download fails, apt-get brings the browser; each try is told before it."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(chromium, "_PLAYWRIGHT", (str(command(bin, "playwright", OPENS_NOT)),))
    command(bin, "env", '#!/bin/sh\nshift\nexec "$@"\n')
    package, installed = command(bin, "package", OPENS), bin / "chromium"
    script = f'#!/bin/sh\n[ "$1" = update ] || /bin/cp {package} {installed}\n'
    command(bin, "apt-get", script)

    found = chromium.ensure()

    assert found == installed
    assert capsys.readouterr().err.splitlines() == [
        f"No browser opens a page yet; trying for 180 s: {bin}/playwright install chromium",
        "No browser opens a page yet; trying for 180 s:"
        " env DEBIAN_FRONTEND=noninteractive apt-get update",
        "No browser opens a page yet; trying for 600 s:"
        " env DEBIAN_FRONTEND=noninteractive apt-get install --yes chromium",
    ]


def test_browser_that_cannot_be_had(
    bin: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is a failure that tells what was tried, why it failed and what mends it."""
    script = "#!/bin/sh\necho 'Error: no way out'; exit 1\n"
    monkeypatch.setattr(chromium, "_PLAYWRIGHT", (str(command(bin, "playwright", script)),))

    status = chromium.main()

    captured = capsys.readouterr()
    assert (status, captured.out) == (1, "")
    assert captured.err.splitlines()[-1] == (
        "no browser: none of chromium, chromium-browser, google-chrome, google-chrome-stable"
        f" opens a page; {bin}/playwright install chromium: exit status 1 Error: no way out;"
        " apt-get: not here, or not allowed"
        " — install Chromium or Chrome, or name one with CHROMIUM=/path/to/chromium"
    )


def test_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    """A download that never ends is ended, and what it has started goes with it."""
    alive = tmp_path / "alive"
    script = f"#!/bin/sh\necho begun\n(sleep 2; touch {alive}) &\nsleep 60\n"
    hanging = command(tmp_path, "hanging", script)

    run = chromium._run([str(hanging)], seconds=1)
    time.sleep(2)

    assert run == chromium.Run("begun\n", "took longer than 1 s")
    assert not alive.exists()
