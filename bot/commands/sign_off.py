"""Sign off the newest checkup: somebody has looked"""

from pathlib import Path

import click

from bot.commands._asked import FORM, WHO

HOW_MUCH = ("almost-none", "a-quarter", "half", "three-quarters", "almost-all")


@click.command()
@click.argument("pipeline", required=False, metavar="[PIPELINE]")
@click.option(
    "--by-hand",
    type=click.Choice(HOW_MUCH),
    help="How much of this week went into ad-hoc requests and hand work?",
)
@WHO
@FORM
@click.pass_obj
def command(folder: Path, pipeline: str | None, by_hand: str | None, who: str, form: str) -> None:
    """Say that you looked at the newest checkup of a pipeline, as “I looked” below its digest does.

    `oakum checkup` shows it. What you say of your week counts in `oakum load`, whoever signed first. Exit
    status: 0 on the record, 1 somebody signed it off before (it says who), 2 not done.

    \b
    Examples:
      oakum sign-off churn
      oakum sign-off churn --who maria --by-hand half
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.domain.tiredness import Answer
    from bot.engine import people
    from bot.engine.load import answered
    from bot.messages.acted import signed_lines, signed_record
    from bot.messages.terminal import Line

    with acts.opened(folder) as desk:
        name = desk.somebody(who)
        newest = desk.newest_checkup(pipeline)
        signed = people.sign_off(desk.store, newest.id, name, system_clock(), by=acts.BY)
        if by_hand:
            answered(desk.store, newest.id, name, Answer(by_hand.replace("-", " ")), system_clock())
        zone = desk.zone(signed.pipeline)
    if form == "json":
        show.as_json({"schema": 1, "checkup": signed_record(signed, name)})
    else:
        show.lines(signed_lines(signed, name, zone))
        if by_hand:
            show.lines(
                [
                    Line(
                        f"Noted: {by_hand.replace('-', ' ')} was hand work. oakum load shows how it goes.",
                        "dim",
                    )
                ]
            )
    click.get_current_context().exit(0 if signed.signed_off_by == name else acts.TOO_LATE)
