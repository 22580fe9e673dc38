"""What another threshold would have done, in words that are true from the first day on."""

import pytest

from bot.domain.proposal import Proposal
from bot.domain.tuning import Replay
from bot.messages.tuning import from_record, proposal_line, to_record, would


def quieter(replay: Replay) -> Proposal:
    """The dial turned from loud to normal."""
    return Proposal(pipeline="churn", table=None, check=None, before=1.0, after=1.1, would=replay)


@pytest.mark.parametrize(
    ("replay", "said"),
    [
        (Replay(0, 0, 0, 0, 0, pages=0), "would have removed nothing: there were no pages yet"),
        (Replay(0, 0, 0, 0, 0, pages=1), "would have removed none of 1 page, and nobody labelled one"),
        (Replay(0, 0, 2, 0, 0, pages=9), "would have removed 2 pages that nobody labelled"),
        (Replay(0, 0, 0, 0, 6, pages=6), "would have removed no false page, lost none of 6 real ones"),
        (Replay(0, 1, 1, 0, 6, pages=9),
         "would have removed no false page, lost 1 of 6 real ones, and 1 page that nobody labelled"),
        (Replay(3, 0, 0, 3, 0, pages=3),
         "would have removed 3 of 3 false pages, and nobody called a page real"),
        (Replay(4, 0, 0, 5, 6), "would have removed 4 of 5 false pages, lost none of 6 real ones"),
        (Replay(0, 0, 0, 0, 0), "would have removed no page that anybody labelled"),
    ],
)  # fmt: skip
def test_what_it_would_have_done(replay: Replay, said: str) -> None:
    """Nobody reads "0 of 0"; what an older version counted is told as far as it goes."""
    assert would(quieter(replay)) == said
    assert f"In 8 weeks that {said}. What is below is a ticket." in proposal_line(quieter(replay))


def test_a_button_keeps_it_all() -> None:
    """And one of an older version, with five counts, is still understood."""
    asked = quieter(Replay(4, 0, 1, 5, 6, pages=12))
    record = to_record(asked)
    assert from_record(record) == asked
    older = from_record({**record, "would": record["would"][:5]})
    assert older.would == Replay(4, 0, 1, 5, 6)
