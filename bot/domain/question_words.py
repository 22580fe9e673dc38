"""The words in which people ask, as data: what each may mean, phrases that count as one, mere filling.

A word that stands nowhere here is strange: it may be the very thing that is asked about, and none guesses.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Sense(StrEnum):
    """What a word may mean in a question."""

    STATE = "how it is"
    TROUBLE = "what is wrong"
    FIX = "to mend"
    FIRST = "before all else"
    TRUST = "to rely on"
    WHY = "why"
    WHAT = "what"
    WHO = "who"
    WHEN = "when"
    MANY = "how many"
    SINCE = "since when"
    BEGAN = "it began"
    CHANGED = "it changed"
    BEFORE = "before"
    PAGED = "to ring somebody"
    DUTY = "on call"
    NEXT = "next"
    PAST = "it was"
    FUTURE = "it will be"
    SHOULD = "should"
    ME = "whoever asks"
    THAT = "what was spoken of"
    ALL = "everything"
    HELP = "help"
    WISH = "something to be done, which is no question"
    OTHER = "what is answered elsewhere, or nowhere"
    FILLER = "nothing"


PHRASES: Sequence[tuple[str, str]] = (
    (
        r"who (?:should|must|can|could|has to) (?:be|get) (?:called|paged|woken|asked|contacted)\b",
        "who oncall",
    ),
    (r"day before yesterday\b", "yesterday"),
    (r"on (?:the )?(?:call|duty|standby|rota|shift|pikett)\b", "oncall"),
    (
        r"who (?:ha[sd]|holds|carries|wears|got|takes) (?:the )?(?:pager|phone|shift|duty|watch)\b",
        "who oncall",
    ),
    (
        r"whom? (?:do|can|should|must|shall|could|would|to) (?:(?:i|we|you|one) )?"
        r"(?:call|ask|ping|wake|ring|phone|contact|page|talk to|turn to|reach)\b",
        "who oncall",
    ),
    (r"who ?(?:is |s |are )?(?:responsible|in charge|looking after|taking care|covering)\b", "who oncall"),
    (
        r"who (?:will |does |can )?"
        r"(?:covers?|looks after|takes care of|answers for|is there for|owns|picks up)\b",
        "who oncall",
    ),
    (r"(?:how|what) (?:come|for reason|reason)\b|for (?:what|which) reason|reason for", "why"),
    (r"how often", "howoften"),
    (r"how (?:many|much)|(?:number|count|amount|total|sum) of", "howmany"),
    (r"(?:since|from|as of) (?:when|what time|which day|what day|how long)|how long", "sincewhen"),
    (r"how (?:old|late)\b", "sincewhen"),
    (
        r"good to go|safe to (?:use|send|ship|publish|share|train on)|"
        r"(?:built|build|count|bank|depend|rely) on",
        "trust",
    ),
    (
        r"what (?:can|could) (?:i|you|we) (?:do|ask|answer)|"
        r"what (?:do|are) you (?:do|know|answer|understand|for|able|capable)\b",
        "help",
    ),
    (r"how (?:do|can|does) (?:i|one|this|it|you) (?:use|work|ask)(?: (?:you|this|it|that|bot))?\b", "help"),
    (
        r"what ?(?:is|s|are) (?:up|going on|happening|the matter|cooking|burning|on fire)\b|whats up",
        "what broke",
    ),
    (r"on fire", "broke"),
    (r"what (?:happened|has happened|did happen)\b", "what broke"),
    (
        r"(?:right|just|shortly|immediately|directly|day|hour|hours|minutes) before|led up to|leading up to|"
        r"(?:running )?up to (?:it|that)",
        "before",
    ),
    (r"out of (?:my )?(?:bed|sleep)", "paged me"),
    (r"(?:call|called|ring|rang|phone|phoned) (me|us)\b", r"paged \1"),
    (
        r"(?:where|with what|what|which one) (?:do|should|shall|must|to|can) (?:(?:i|we|one) )?"
        r"(?:start|begin|look|tackle|do|work on|go)(?: with)?(?: first)?\b(?! this)",
        "what first",
    ),
    (r"to ?do (?:first|next)|next to (?:fix|do|mend|repair)|should (?:i|we) do", "what first"),
    (
        r"most (?:costly|expensive|important|urgent(?:ly)?|critical|pressing)|"
        r"(?:top|number one|highest) priority|number one",
        "first",
    ),
    (r"good (?:morning|afternoon|evening|day|night)", "hello"),
    (r"(everything|all|anything|something|things?) that", r"\1"),
    (r"who (?:can|could|will) help(?: (?:me|us|out))?\b", "who oncall"),
    (r"(?:not|isnt|arent|stopped) (?:working|running|ok|okay|fine|healthy|green|right)", "broken"),
    (r"(?:phone|pager|beeper) (?:go|went|goes|going) off|(?:phone|pager) (?:ring|rang|rings|buzz)", "paged"),
    (r"new (?:in|with|on|about)|news (?:in|of|from)", "changed"),
    (r"no longer|not any more", "not"),
    (r"or (?:not|no|nah)\b", "or"),
    (r"at (?:the|this) (?:moment|time)\b", "now"),
    (r"going to\b|gonna\b", "will"),
    (r"(?:would|could|might) (?:\w+ )?(?:have|had)\b", "hypothetical"),
    (r"(tell|show|give) me\b", r"\1"),
    (r"(?:worr(?:y|ied)|concerned) about\b", "broke"),
    (r"so far\b", "now"),
    (r"what (?:kind|sort|type)s? of (?:questions?|things?)\b", "help"),
    (r"roll(?:ed|ing)? back", "rollback"),
    (r"false alarms?", "falsealarm"),
    (
        r"(?:is|are|was|were) (?:you|oakum|(?:the |this )?bot) "
        r"(?:ok|okay|fine|well|good|healthy|up|down|alive|there|running|working|broken)\b",
        "yourself",
    ),
    (r"(?:all|everything|anything|everyone) but\b|apart from|other than", "except"),
    (r"in (?:good )?order", "fine"),
    (r"this (week|month|morning|afternoon|evening|night|weekend|time|\w+day\b)", r"\1"),
    (r"when (?:is|s|did|was) (?:the )?(?:next|last)\b", "when"),
)
"""What counts as one word, before each word is looked at for itself."""

MISSPELT: Mapping[str, str] = {
    "hwo": "who",
    "hw": "how",
    "cal": "call",
    "weak": "week",
    "teh": "the",
    "wich": "which",
    "whos": "who",
    "whose": "who",
    "vats": "what",
    "wats": "what",
    "brok": "broke",
    "ze": "the",
    "zis": "this",
    "zat": "that",
    "iz": "is",
    "vas": "was",
    "ven": "when",
    "vy": "why",
    "vat": "what",
    "vot": "what",
    "vich": "which",
    "vill": "will",
    "vith": "with",
    "ist": "is",
    "y": "why",
    "ppl": "people",
    "pls": "please",
    "healzy": "healthy",
    "sinse": "since",
    "2morrow": "tomorrow",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "2day": "today",
    "tonite": "tonight",
    "2nite": "tonight",
    "yday": "yesterday",
    "rn": "now",
}
"""Words that are too short to be told by their likeness, or that another tongue makes of them."""

AGREES = frozenset(
    ("ok", "okay", "good", "fine", "great", "right", "well", "correct", "nice", "alright", "cool")
)
"""Whoever says no more than this, without a question mark, asks nothing."""

_WORDS: Mapping[Sense, str] = {
    Sense.STATE: """
        healthy health ok okay okey fine well green status state good alright right reliable safe working
        works work running runs run broken unhealthy red down up kaputt kaput gesund stable clean fresh
        current yellow amber sane picture overview summary sound happy doing going shape condition alive dead
        bad great nominal
        looking look looks feel feeling correct normal
    """,
    Sense.TROUBLE: """
        broke broken breaks break breaking wrong failing failed fails fail failure failures problem
        problems incident incidents finding findings issue issues error errors trouble troubles open
        kaputt kaput burning alarm alarms outage outages unhealthy bad weird odd strange off dead bust
        busted borked opened red down amiss fault faults faulty defect hosed problemo worse
    """,
    Sense.FIX: "fix fixing mend repair repaired mended solve tackle handle fixed",
    Sense.FIRST: """
        first priority priorities prioritise prioritize prioritized urgent urgently focus important pressing
        worst foremost top critical concentrate biggest largest greatest heaviest
    """,
    Sense.TRUST: """
        trust trusted trustworthy trustable trusting rely reliable relied believe usable use using depend
        dependable safe serve serves vertrauen accurate credible
    """,
    Sense.WHY: "why wherefore reason warum wieso wy whyy",
    Sense.WHAT: """
        what whats which anything something any list show tell explain wat vat vot wot where wich whatever
        give everything wtf
    """,
    Sense.WHO: "who whos whom wer somebody anybody anyone someone",
    Sense.WHEN: "when wen ven wann time date day moment hour",
    Sense.MANY: "howmany howoften many count number total often times statistics stats frequency most",
    Sense.SINCE: "since sincewhen seit",
    Sense.BEGAN: """
        began begin begun start started starting appear appeared begins starts noticed seen detected
    """,
    Sense.CHANGED: """
        changed change changes changing deployed deploy deployment deployments deploys release released
        releases different altered modified edited touched migrated migration changelog rollout upgraded
        updated shipped schema settings config threshold thresholds setting reloaded loaded
    """,
    Sense.BEFORE: "before prior preceding previously beforehand earlier preceded caused cause triggered",
    Sense.PAGED: """
        page paged pages paging woken woke wake waked awoken alerted alert alerts alerting rang ring rung
        ringing called pinged ping pings pinging notified notification notifications buzzed beeped beep
        bothered disturbed disturb wecken geweckt
    """,
    Sense.DUTY: """
        oncall duty rota rotation standby pager pikett bereitschaft shift shifts escalation ladder
    """,
    Sense.NEXT: "next then after afterwards following",
    Sense.PAST: "was were got been did had have has received waswere",
    Sense.FUTURE: "will until till shall eta tomorrow wont",
    Sense.SHOULD: "should must ought shall need",
    Sense.ME: "i me my im ive mine myself ich mir mich id",
    Sense.THAT: "it its that this these those thats thing pipeline es pipelne",
    Sense.ALL: """
        overall pipelines data everything all things we model models you us stuff tables table report
        reports dashboard dashboards system systems our ours whole platform daten numbers figures team
        jobs job warehouse world every each batch batches prod production
    """,
    Sense.HELP: "help commands hilfe manual instructions capabilities examples",
    Sense.WISH: """
        stop dont mute silence silenced ack acknowledge resolve snooze delete remove restart rerun create
        write send book buy unmute close assign promote rollback revert retrain cancel never schedule
        put swap switch replace set turn remind add translate sing
    """,
    Sense.OTHER: """
        falsealarm yourself except excluding besides forecast predict noisy mondays tuesdays wednesdays
        thursdays fridays saturdays sundays weekends weekdays weekday
        than compared versus vs oldest smallest least easiest quickest cheapest
        hypothetical half quarter pm oclock lunch lunchtime breakfast dinner dawn dusk sunrise sunset
        christmas easter fortnight decade century spring summer autumn winter january february march april
        june july august september october november december every
    """,
    Sense.FILLER: """
        overall is are the a an how your to do does of and still now today currently there can please hi
        hello hey s in for with at on by be just about or from as so oh well hm hmm um uh ah pls plz thx
        thanks thank quick question quickly one here could would know knows wonder wondering if whether
        then but man guys folks again really very much some not no ze iz zis zat ist der die das und bitte
        sind den dem ein eine mit fuer für von zu morning afternoon evening day days week weeks month
        months hour hours minute minutes year yesterday tonight night overnight last past previous recent
        recently latest newest lately monday tuesday wednesday thursday friday saturday sunday weekend two
        three four five six seven ten fourteen thirty per person people them they he she him her out into
        also too exactly actually even ever already yet because more less only same other others get
        gets getting become became anyway gotten see say says said think asking ask want like maybe quite
        bit lot happen happened happening happens came isnt arent wasnt doesnt didnt havent hasnt hows theres
        whys am may might lol btw fyi asap u r ur pretty damn hell heck fuck fucking wtf bloody god dear
        sir boss mate bot buddy oakum call name check both between against boy yo sup side end ends
        through row rows kind sort type place places anywhere somewhere nothing none without new newly
        come happenin over upon towards sorry excuse hurry wait dude everyone everybody make makes made
        sure always cant due gone went go goes feels long short true fact while during within hereby hence
        answer answers story matter false back ago smoothly smooth properly correctly normally nicely
    """,
}


def _by_word() -> dict[str, frozenset[Sense]]:
    found: dict[str, set[Sense]] = {}
    for sense, words in _WORDS.items():
        for word in words.split():
            found.setdefault(word, set()).add(sense)
    return {word: frozenset(senses) for word, senses in found.items()}


SENSES: Mapping[str, frozenset[Sense]] = _by_word()
"""Each known word, with all that it may mean."""
