"""Drawings by Matplotlib: as an element of a page, as a file that stands alone, as a picture.

Matplotlib is imported late: it takes half a second that other commands do not pay.
"""

import io
import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from bot.messages.text import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INKS: Mapping[str, str] = {
    "ink": "#22262b", "soft": "#5d646e", "line": "#dedad1", "page": "#c9352b", "ticket": "#b97f00",
    "note": "#8a919b", "outage": "#22262c", "data": "#1a4f8b", "card": "#fefefe",
}  # fmt: skip
"""What is drawn, by daylight. On a page each stands for a variable of its style, which knows light from dark;
so no two are the same."""

BY_NIGHT: Mapping[str, str] = {
    "ink": "#e9e7e2", "soft": "#a3a9b2", "line": "#383c42", "page": "#f0736a", "ticket": "#e0a83a",
    "note": "#7f8792", "outage": "#e9e7e2", "data": "#7fb2ee", "card": "#1e2124",
}  # fmt: skip

WIDE, NARROW = 8.6, 4.2
"""Inches, for a desk and for a phone: a plot that is shrunk cannot be read."""
POINTS = 72
SIZE = 9.3
SHARP = 220
"""Dots an inch of a picture: a phone has so many."""

_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
_LETTERS = "font-family: Helvetica, Arial, sans-serif"


def figure(width: float, height: float) -> "tuple[Figure, Axes]":
    """An empty drawing with one pair of axes."""
    drawn = blank(width, height)
    return drawn, bare(drawn.add_subplot())


def blank(width: float, height: float, layout: Literal["constrained"] | None = "constrained") -> "Figure":
    """An empty drawing; without a layout, axes stand where they are put."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # where its cache lies is no news to anybody
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(width, height), layout=layout)
    drawn.patch.set_visible(False)
    return drawn


def bare(axes: "Axes") -> "Axes":
    """Axes with nothing but a line below."""
    axes.patch.set_visible(False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(INKS["line"])
    axes.tick_params(colors=INKS["soft"], labelsize=SIZE, length=3, color=INKS["line"])
    return axes


def element(drawn: "Figure", alt: str) -> str:
    """An element of a page: its words are text, its colours and letters the page's, nothing in it runs."""
    text = _svg(drawn, alt)
    for name, colour in INKS.items():
        text = text.replace(colour, f"var(--{name})")
    return text


def alone(drawn: "Figure", alt: str) -> str:
    """A file of SVG: by daylight as it is drawn, by night in other colours where a viewer knows of it."""
    night = "".join(
        f'[style*="{what}: {INKS[name]}"] {{ {what}: {colour} !important }}\n'
        for name, colour in BY_NIGHT.items()
        for what in ("fill", "stroke")
    )
    style = f"<style>text {{ {_LETTERS} }}\n@media (prefers-color-scheme: dark) {{\n{night}}}</style>"
    ground = f'<rect width="100%" height="100%" style="fill: {INKS["card"]}"/>'
    width, height = _size(drawn)
    said = f'xmlns="http://www.w3.org/2000/svg" width="{width:g}pt" height="{height:g}pt"'
    text = _svg(drawn, alt).replace("<svg ", f"<svg {said} ", 1)
    return text.replace("</title>", f"</title>{style}{ground}", 1)


def picture(drawn: "Figure") -> bytes:
    """A PNG by daylight, for what shows no SVG. It brings its ground along: by night, too, it can be read."""
    written = io.BytesIO()
    drawn.patch.set_visible(True)
    with _quietly():
        drawn.savefig(written, format="png", dpi=SHARP, facecolor=INKS["card"], metadata={"Software": None})
    return written.getvalue()


def _svg(drawn: "Figure", alt: str) -> str:
    written = io.StringIO()
    width, height = _size(drawn)
    with _quietly() as said:
        said |= {"svg.fonttype": "none", "svg.hashsalt": f"{alt} {width}"}
        drawn.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    text = re.sub(
        r"<metadata>.*?</metadata>|<style.*?</style>", "", text[text.index("<svg") :], flags=re.DOTALL
    )
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # of two plots on a page they would be the same
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)
    words = escape(one_line(alt), quote=True)
    head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{words}"'
    return re.sub(r"<svg\b[^>]*>", lambda _: f"{head} {_LINKS}><title>{words}</title>", text, count=1)


def _size(drawn: "Figure") -> tuple[float, float]:
    width, height = (float(each) * POINTS for each in drawn.get_size_inches())
    return width, height


@contextmanager
def _quietly() -> Iterator[Any]:
    """Gives the settings, which are put back."""
    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # it measures with its own letters; a page has others
        yield matplotlib.rcParams
