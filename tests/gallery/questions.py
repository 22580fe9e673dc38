"""Answers to questions, asked with a mention or in private."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.beforehand import Beforehand, Happened, Kind
from bot.domain.course import Course, Stretch
from bot.domain.health import Status
from bot.domain.stage import Stage, Staged
from bot.domain.tiredness import Page
from bot.domain.trust import Stone, Trust
from bot.messages.answers import findings_message, first_message, opened_message
from bot.messages.beforehand import beforehand_message
from bot.messages.health import health_message
from bot.messages.health_then import Time, health_then_message
from bot.messages.help import help_message, not_understood
from bot.messages.message import SlackMessage
from bot.messages.on_call import on_call_message
from bot.messages.on_call_then import Then, duty_then_message, on_call_then_message
from bot.messages.paged import duty_message, pages_message, since_message, why_paged
from bot.messages.stage import notes
from bot.messages.taken import as_name, either_half, with_taken
from bot.messages.trust import trust_message
from tests.gallery.states import Text
from tests.gallery.troubles import (
    BEGAN,
    FRIDAY,
    LINK,
    NEW_YORK,
    a_bulletin,
    a_health,
    around,
    bulletins,
    late,
    named,
    open_incident,
    paged,
    three_open,
)


def health_of_all(text: Text) -> SlackMessage:
    """“Is everything healthy?” The worst first, as of when, and unknown where nothing was judged."""
    return health_message(bulletins(text))


def health_of_one(text: Text) -> SlackMessage:
    """“Is flights healthy?” With what is open in it and who has it."""
    return health_message([a_bulletin(text, *three_open(text))])


def health_of_a_day(text: Text) -> SlackMessage:
    """“How was flights yesterday?” Each change of its state, by what was known then; what was found later."""
    begins, hour = FRIDAY - timedelta(hours=39), timedelta(hours=1)
    first, second = begins + 9 * hour, begins + 15 * hour
    blind = a_health(text, Status.UNKNOWN, unjudged={named(text, "weather"): text("not judged lately")})
    told = Course(
        text("flights"),
        [
            Stretch(begins, first, blind, ()),
            Stretch(first, second, a_health(text, Status.HEALTHY), ()),
            Stretch(second, begins + 24 * hour, a_health(text, Status.BROKEN), (paged(text),)),
        ],
        [(replace(open_incident(text, late(text)), id=8), begins)],
    )
    return health_then_message([told], Time(begins, begins + 24 * hour, NEW_YORK, "yesterday"))


def health_at_an_hour(text: Text) -> SlackMessage:
    """“Was everything fine at 3?” A pipeline a paragraph; which three o'clock was meant is said above."""
    at = FRIDAY - timedelta(hours=12)
    states = (("flights", Status.HEALTHY), ("bookings", Status.DEGRADED))
    told = [
        Course(
            named(text, name),
            [
                Stretch(
                    at,
                    at,
                    a_health(text, status, as_of=at - timedelta(hours=18)),
                    three_open(text)[1:][: index * 2],
                )
            ],
        )
        for index, (name, status) in enumerate(states)
    ]
    said = health_then_message([*told, Course(text("crews"), [])], Time(at, at, NEW_YORK, "at 3"))
    return with_taken(said, [either_half("03:00", "pm")])


def health_of_a_new_one(text: Text) -> SlackMessage:
    """A pipeline that is new says that it pages nobody yet."""
    told = notes(text("flights"), Staged(Stage.TICKET), [], FRIDAY, NEW_YORK)
    return health_message([a_bulletin(text, status=Status.HEALTHY, notes=told)])


def what_broke(text: Text) -> SlackMessage:
    """“What broke?” The focus, then the most costly."""
    return findings_message(bulletins(text))


def nothing_broke(text: Text) -> SlackMessage:
    """The same where nothing is open, and not all could be judged."""
    return findings_message(bulletins(text)[1:])


def fix_first(text: Text) -> SlackMessage:
    """“What should I fix first?” ONE thing, why it is first, and its buttons."""
    return first_message([a_bulletin(text, paged(text), *three_open(text)[1:])])


def what_began(text: Text) -> SlackMessage:
    """“What broke last week?” What began then, over or not."""
    told = a_bulletin(text, *three_open(text))
    pairs = [(each, told, BEGAN) for each in told.incidents]
    span = FRIDAY - timedelta(days=11), FRIDAY - timedelta(days=4)
    return opened_message(pairs, [told], "last week", span, NEW_YORK)


def why_was_i_paged(text: Text) -> SlackMessage:
    """“Why was I paged?” For what, by which step and rule, and who is next."""
    return why_paged(paged(text), around(text), FRIDAY, 0, "slack")


def since_when(text: Text) -> SlackMessage:
    """“Since when?” The first bad row, and when it was noticed."""
    known = [(each, around(text), BEGAN) for each in three_open(text)]
    return since_message(known, 2, "As of today.")


def what_changed_before(text: Text) -> SlackMessage:
    """“What changed just before?” In the day before the first bad row, and what cannot be told."""
    happened = [
        Happened(BEGAN - timedelta(hours=8), Kind.SETTINGS, f"{text('weather')}: null_rate 5% → 8%"),
        Happened(BEGAN - timedelta(hours=5), Kind.SCHEMA, f"{text('weather')}: {text('gust_kmh')} is new"),
        Happened(BEGAN - timedelta(hours=2), Kind.DEPLOYED, f"{text('delay-model')} {text('v42')}"),
    ]
    unknown = [f"whether {text('weather')} was late: it has no run log"]
    before = Beforehand(
        incident=paged(text), begins=BEGAN - timedelta(days=1), ends=BEGAN, happened=happened, unknown=unknown
    )
    return beforehand_message([(before, NEW_YORK)], 1)


def what_changed_before_several(text: Text) -> SlackMessage:
    """The same of all that is open: the nearest changes of each, and how to see the others."""
    limits = [f"{text('weather')}: limit {at}% → {at + 1}%" for at in range(1, 10)]
    happened = [
        Happened(BEGAN - timedelta(minutes=50 - 5 * at), Kind.SETTINGS, said)
        for at, said in enumerate(limits)
    ]
    known = [
        Beforehand(incident=each, begins=BEGAN - timedelta(days=1), ends=BEGAN, happened=happened[:many])
        for each, many in zip(three_open(text)[:2], (9, 2), strict=True)
    ]
    return beforehand_message([(each, NEW_YORK) for each in known])


def can_i_trust_it(text: Text) -> SlackMessage:
    """“Can I trust weekly_report today?” Yes, no or cannot tell, with what was found on the way."""
    pipeline = text("flights")
    weather, daily = (pipeline, named(text, "weather")), (pipeline, named(text, "flights_daily"))
    broken = Stone(place=weather, health=a_health(text, Status.BROKEN), incidents=[paged(text)])
    blind = a_health(text, Status.UNKNOWN, unjudged={daily[1]: text("not judged since Tuesday")})
    trusts = [
        Trust(name=text("weekly_report"), stones=[Stone(place=daily, health=blind), broken]),
        Trust(name=text("bookings"), stones=[Stone(place=daily, health=a_health(text, Status.HEALTHY))]),
    ]
    return trust_message(trusts, {pipeline: around(text)}, {paged(text).id: LINK}, NEW_YORK)


def pages_last_week(text: Text) -> SlackMessage:
    """“How many pages last week?” By person and by pipeline."""
    ana, jon = text("ana"), text("jon")
    rung = enumerate((ana, ana, jon))
    pages = [Page(person=who, incident=at, pipeline=text("flights"), at=FRIDAY) for at, who in rung]
    return pages_message(pages, FRIDAY - timedelta(days=7), FRIDAY, NEW_YORK, [text("crews")])


def who_is_on_call(text: Text) -> SlackMessage:
    """“Who is on call?” A step of the ladder a line, until when, and who is next."""
    return on_call_message([(text("flights"), around(text)), (text("bookings"), around(text))], FRIDAY)


def who_is_on_call_next_week(text: Text) -> SlackMessage:
    """“Who is on call next week?” A step of the ladder a line, with each hand-over."""
    then = Then(FRIDAY + timedelta(days=2), FRIDAY + timedelta(days=9), NEW_YORK)
    return on_call_then_message([(text("flights"), around(text))], then, FRIDAY)


def who_is_on_call_at_an_hour(text: Text) -> SlackMessage:
    """“Who is on call at 3 am?” The next time that it is, with its date."""
    at = FRIDAY + timedelta(hours=12)
    return on_call_then_message([(text("flights"), around(text))], Then(at, at, NEW_YORK), FRIDAY)


def am_i_on_call_next_week(text: Text) -> SlackMessage:
    """“Am I on call next week?” From when until when, by step."""
    then = Then(FRIDAY + timedelta(days=2), FRIDAY + timedelta(days=9), NEW_YORK)
    return duty_then_message(named(text, "kim"), [(text("flights"), around(text))], then, FRIDAY, you=True)


def when_am_i_on_call(text: Text) -> SlackMessage:
    """“When am I on call?” Now until when, or from when on."""
    return duty_message(named(text, "kim"), [(text("flights"), around(text))], FRIDAY, you=True)


def on_no_ladder(text: Text) -> SlackMessage:
    """“When is Eve on call?”, and she is not in the next weeks."""
    return duty_message(text("eve") + " Mayer", [(text("flights"), around(text))], FRIDAY)


def what_can_be_asked(text: Text) -> SlackMessage:
    """“help”: the commands, and questions to begin with."""
    return help_message([text("flights"), text("bookings")])


def a_misspelt_name(text: Text) -> SlackMessage:
    """“What should I fix first in flihgts?” A slip is taken for the name, and the answer says so."""
    return with_taken(fix_first(text), [as_name(text("flihgts"), text("flights"))])


def perhaps_another_name(text: Text) -> SlackMessage:
    """“Are fights ok?” Another word that is like a name is asked about, and not guessed."""
    return not_understood([text("flights")], [text("fights")], [(text("fights"), text("flights"))])


def what_is_not_understood(text: Text) -> SlackMessage:
    """A question that is not understood gets no guess, and the words that are strange are named."""
    return not_understood([text("flights"), text("bookings")], [text("unicorns")])
