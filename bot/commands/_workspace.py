"""The people and channels of the demo's Slack; their names and ids are those of config/demo."""

from bot.sandbox.workspace import Channel, Command, Person, Workspace

ZONE = "America/New_York"
WORDS = (
    ("health", "is it healthy, as of now?"),
    ("findings", "what is open, by rank"),
    ("why", "the evidence and every factor of one incident, by its number"),
    ("ack", "take an incident, by its number"),
    ("resolve", "say that one is over, by its number"),
    ("checkup", "the newest Friday digest"),
    ("help", "what I can be asked"),
)


def workspace() -> Workspace:
    """A data team of three and the bot."""
    everybody = ("U0MARIA", "U0JON", "U0WEI")
    return Workspace(
        name="Harbour Air",
        people=(
            Person("U0MARIA", "maria", "Maria Rossi", "maria@example.com", ZONE, "ML engineer, on call"),
            Person("U0JON", "jon", "Jon Adler", "jon@example.com", ZONE, "Squad lead"),
            Person("U0WEI", "wei", "Wei Chen", "wei@example.com", ZONE, "Data engineer, weather feed"),
        ),
        channels=(
            Channel(
                "C0FLIGHTS", "flights-data", everybody, "Flights that leave New York, and the delay model"
            ),
            Channel("C0WEATHER", "weather-data", everybody, "Hourly weather at EWR, JFK and LGA"),
        ),
        commands=(Command("/pipeline", "Ask Oakum about a pipeline", "health", WORDS),),
    )
