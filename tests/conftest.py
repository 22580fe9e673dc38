"""The demo's data, prepared once for all tests that want it."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo_folder(request: pytest.FixtureRequest) -> Path:
    """Where the demo keeps its prepared data; kept between runs, and made anew when its scripts change."""
    from bot.sandbox.flights import prepare

    folder = request.config.cache.mkdir("oakum-demo")
    prepare(folder / "data")
    return folder
