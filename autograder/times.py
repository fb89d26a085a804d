"""Reads times as people, LMS and nbgrader write them, and refuses those whose zone is unknown instead of taking them for UTC.

nbgrader stores times in UTC without a zone; so does everything here that is called "in UTC".
"""

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.parser import ParserError, UnknownTimezoneWarning, parse

LONGEST = 80  # characters
# Hours from UTC of abbreviations that mean one zone to nearly everybody. IST (India, Israel, Ireland), AST, CST or BST mean
# several, and are read only where the course's own zone calls its time so.
ABBREVIATIONS = {
    **{"UTC": 0.0, "GMT": 0.0, "Z": 0.0, "WET": 0.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0, "MEZ": 1.0, "MESZ": 2.0},
    **{"EET": 2.0, "EEST": 3.0, "MSK": 3.0, "EST": -5.0, "EDT": -4.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0},
    **{"PDT": -7.0, "AKST": -9.0, "AKDT": -8.0, "HST": -10.0, "JST": 9.0, "KST": 9.0, "SGT": 8.0, "HKT": 8.0, "AWST": 8.0},
    **{"ACST": 9.5, "ACDT": 10.5, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0},
}
NAMED = re.compile(r"\s*\b([A-Za-z]+(?:/[A-Za-z0-9_+-]+)+)\s*$")  # Europe/Berlin, at the end
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}")  # Sakai's and ILIAS's
TIGHT_HOUR = re.compile(r"\b(\d{1,2})(\d\d) ?([AaPp])\.?[Mm]\.?\b")  # 1159 PM, where a file's name may hold no colon
FROM_UTC = re.compile(r"\b(?:UTC|GMT) ?([+-]\d{1,2})(?::?(\d\d))?$")  # dateutil reads UTC+2 as POSIX does, two hours behind
HOW = "write it as 2027-01-30 23:59, with or without a zone such as UTC, +01:00 or Europe/Berlin"


def zone_named(name: str) -> ZoneInfo:
    """Finds a time zone by its name.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; expected a name such as Europe/Berlin or America/Los_Angeles") from error


def read_time(text: str, zone: tzinfo = UTC) -> datetime:
    """Reads a time, in UTC without a zone.

    Args:
        text: with a zone or without.
        zone: that of a text without one.
    Raises:
        ValueError: it is no time, its day is missing, or its zone is not known.
    """
    words = TIGHT_HOUR.sub(r"\1:\2 \3m", " ".join(text.split()))
    words = FROM_UTC.sub(lambda match: f"{int(match[1]):+03}:{match[2] or '00'}", words)
    if not words or len(words) > LONGEST:
        raise ValueError(f"{words[:LONGEST]!r} is no time; {HOW}")
    if compact := COMPACT.fullmatch(words):
        return in_utc(built(compact, text), zone)
    if (named := NAMED.search(words)) is not None:
        zone, words = zone_named(named[1]), words[: named.start()]
    return in_utc(parsed(words, zone), zone)


def built(match: re.Match, text: str) -> datetime:
    try:
        return datetime(*map(int, match.groups()))  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(f"{text!r} is no time ({error}); {HOW}") from error


def parsed(words: str, zone: tzinfo) -> datetime:
    """Parses with dateutil. It fills what is missing from a default: two defaults show that the day was there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UnknownTimezoneWarning)
            ones = [
                parse(words, default=datetime(*day), tzinfos=lambda name, offset: of_abbreviation(name, offset, zone))
                for day in ((2000, 1, 1), (2001, 2, 2))
            ]
    except UnknownTimezoneWarning as error:
        raise ValueError(f"the zone of {words!r} is not known; {HOW}") from error
    except (ParserError, ValueError, OverflowError) as error:
        raise ValueError(f"{words!r} is no time ({error}); {HOW}" if "zone" not in str(error) else str(error)) from error
    if ones[0] != ones[1]:
        raise ValueError(f"{words!r} says no day; {HOW}")
    return ones[0]


def of_abbreviation(name: str | None, offset: int | None, zone: tzinfo) -> tzinfo | None:
    """The zone that stands behind a time: an offset in seconds, an abbreviation, both or, None, neither.

    Raises:
        ValueError: the abbreviation means several zones, or none.
    """
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    known = {moment.tzname(): moment.utcoffset() for moment in (datetime(2027, month, 1, tzinfo=zone) for month in (1, 7))}
    if (own := known.get(name)) is not None:
        return timezone(own)
    if name in ABBREVIATIONS:
        return timezone(timedelta(hours=ABBREVIATIONS[name]))
    raise ValueError(f"the zone {name!r} is not known, or means several; {HOW}")


def in_utc(when: datetime, zone: tzinfo = UTC) -> datetime:
    """Converts a time to UTC without a zone, as nbgrader stores it; one without a zone is of `zone`."""
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)


def spoken(when: datetime, zone: tzinfo) -> str:
    """Formats a time in UTC as a course writes it: 2027-01-30 23:59 (Europe/Berlin)."""
    local = when.replace(tzinfo=UTC).astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} ({getattr(zone, 'key', None) or local.tzname()})"
