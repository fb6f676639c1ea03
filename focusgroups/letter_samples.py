"""What members read about each kind of letter, and made-up words for its preview."""

from letters.registry import Placeholder

FIRST = Placeholder("first_name", "what the person is called", "Maria")
GROUP = Placeholder("group", "what the group is called", "Grandparents talk", "Hablan los abuelos")
AGENCY = Placeholder("agency", "the agency", "River County")
DAY = Placeholder("day", "the day", "Tuesday, November 3, 2026", "martes 3 de noviembre de 2026")
TIME = Placeholder("time", "from when to when", "6:00 PM to 7:30 PM", "de 6:00 p.m. a 7:30 p.m.")
DOORS = Placeholder("doors", "when the doors open", "5:45 PM", "5:45 p.m.")
WHERE = Placeholder(
    "where",
    "room, place and address",
    "Hall, Northside church, 1 Main Street",
    "Salón, iglesia Northside, 1 Main Street",
)
NOTES = Placeholder(
    "place_notes",
    "how one gets there and into the building",
    "Bus 64 stops at the door. There are no steps.",
    "El autobús 64 para en la puerta. No hay escalones.",
)
ONLINE = Placeholder("online", "the address of a meeting online", "https://meet.example.org/talk")
LINK = Placeholder("link", "their private link", "https://heard.example.org/r/…/", is_required=True)
CALL = Placeholder("call", "whom to call", "Ana Lee · (651) 555-0100")
WHY = Placeholder(
    "why",
    "the answer to “How did you get my name?”",
    "You signed up by yourself on Monday, October 5, 2026.",
    "Usted se inscribió el lunes 5 de octubre de 2026.",
    is_required=True,
)
DEADLINE = Placeholder(
    "deadline",
    "until when the place is held",
    "Friday, October 30, 2026, 6:00 PM",
    "viernes 30 de octubre de 2026, 6:00 p.m.",
)
NEWS = Placeholder(
    "news",
    "what is new, and what it was",
    "New time: Tuesday, November 3, 2026, 6:00 PM to 7:30 PM. It was: Tuesday, November 3, 2026, "
    "5:00 PM to 6:30 PM.",
    "Nueva hora: martes 3 de noviembre de 2026, de 6:00 p.m. a 7:30 p.m. Antes: martes 3 de "
    "noviembre de 2026, de 5:00 p.m. a 6:30 p.m.",
)
NEXT = Placeholder(
    "what_next", "where one reads what came of it", "https://heard.example.org/i/voices/"
)
ABOUT = (FIRST, GROUP, AGENCY, DAY, TIME, WHERE, LINK, CALL, WHY)
COMING = (*ABOUT, DOORS, NOTES, ONLINE)

# Kind: title, when it is sent, placeholders, and whether somebody must act on it.
KINDS = {
    "registration_confirmed": ("You have a place", "when somebody gets a place", COMING, True),
    "registration_waitlisted": (
        "You are on the list",
        "when all places are taken and somebody waits",
        ABOUT,
        True,
    ),
    "registration_offer": (
        "A place is free",
        "when it is their turn; the place is held until a time",
        (*ABOUT, DEADLINE),
        True,
    ),
    "registration_offer_ended": (
        "The place went on",
        "when a place that was held was not taken in time",
        ABOUT,
        False,
    ),
    "registration_reminder": (
        "Reminder",
        "before the session, at the hours that the settings of recruiting name",
        COMING,
        False,
    ),
    "session_changed": (
        "Time or place changed",
        "when the time, place, way or language of a session changes",
        (*COMING, NEWS),
        True,
    ),
    "session_cancelled": ("The session is called off", "when a session is called off", ABOUT, True),
    "registration_cancelled": (
        "Your place is given back",
        "when somebody cancels, or a member does it for them",
        ABOUT,
        True,
    ),
    "registration_thanks": (
        "Thanks, and what happens next",
        "after the session, when a member sends it",
        (*ABOUT, NEXT),
        False,
    ),
    "registration_link": (
        "Your private link again",
        "when somebody signs up a second time or asks for it",
        ABOUT,
        True,
    ),
}
# Also to somebody who stopped our letters: they asked just now, or it is about their own place.
DESPITE_STOP = {
    "registration_confirmed",
    "registration_waitlisted",
    "registration_offer",
    "session_changed",
    "session_cancelled",
    "registration_cancelled",
    "registration_link",
}
SHORT = {"registration_reminder", "registration_offer", "session_changed", "session_cancelled"}


def about(name: str) -> dict:
    """What the registry learns of a kind beside its template and its resolver."""
    title, sent_when, placeholders, must_act = KINDS[name]
    return {
        "title": title,
        "sent_when": sent_when,
        "placeholders": placeholders,
        "must_act": must_act,
        "despite_stop": name in DESPITE_STOP,
        "fits_text": name in SHORT,
    }
