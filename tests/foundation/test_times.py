"""Times are read with their zones, or refused; none is silently taken for UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from autograder.times import read_time, spoken, zone_named

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(
    ("text", "zone", "when"),
    [
        ("2027-01-30 15:00 PST", UTC, datetime(2027, 1, 30, 23)),
        ("2027-07-30 15:00 PDT", UTC, datetime(2027, 7, 30, 22)),
        ("2027-01-30 15:00:00 UTC", BERLIN, datetime(2027, 1, 30, 15)),
        ("2027-01-30 15:00", BERLIN, datetime(2027, 1, 30, 14)),
        ("2027-07-30T15:00:00", BERLIN, datetime(2027, 7, 30, 13)),
        ("2027-07-30 15:00 CEST", UTC, datetime(2027, 7, 30, 13)),
        ("2027-01-30 15:00 Europe/Berlin", UTC, datetime(2027, 1, 30, 14)),
        ("2027-07-30 15:00 America/Los_Angeles", BERLIN, datetime(2027, 7, 30, 22)),
        ("2027-01-30 15:00 +0530", UTC, datetime(2027, 1, 30, 9, 30)),
        ("2027-01-30T15:00:00Z", BERLIN, datetime(2027, 1, 30, 15)),
        ("2027-01-30 15:00 UTC+2", BERLIN, datetime(2027, 1, 30, 13)),
        ("2027-01-30 15:00 GMT-03:30", BERLIN, datetime(2027, 1, 30, 18, 30)),
        ("2027-01-30 15:00 IST", KOLKATA, datetime(2027, 1, 30, 9, 30)),
        ("Jan 30, 2027 1159 PM", BERLIN, datetime(2027, 1, 30, 22, 59)),
        ("Jan 30, 2027 12:05 AM", UTC, datetime(2027, 1, 30, 0, 5)),
        ("20270130115900", BERLIN, datetime(2027, 1, 30, 10, 59)),
        ("20270130115900123", UTC, datetime(2027, 1, 30, 11, 59)),
        (" 2015-02-02\t15:58:23.111 +0100\n", UTC, datetime(2015, 2, 2, 14, 58, 23, 111000)),
    ],
)
def test_a_time_is_read_in_utc(text, zone, when):
    assert read_time(text, zone) == when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-01-30 15:00 XST", "the zone 'XST' is not known"),
        ("2027-01-30 15:00 IST", "or means several"),
        ("2027-01-30 15:00 BST", "or means several"),
        ("2027-01-30 15:00 Nowhere/There", "'Nowhere/There' is no time zone"),
        ("2027-13-40 15:00", "is no time"),
        ("20271330115900", "is no time"),
        ("15:00", "says no day"),
        ("tomorrow", "is no time"),
        ("", "is no time"),
        ("9" * 500, "is no time"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(text, words):
    with pytest.raises(ValueError, match=r"time|zone|day") as caught:
        read_time(text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_time_is_said_in_the_courses_zone():
    assert spoken(datetime(2027, 1, 30, 22, 59), BERLIN) == "2027-01-30 23:59 (Europe/Berlin)"
    assert spoken(datetime(2027, 7, 30, 22, 59), BERLIN) == "2027-07-31 00:59 (Europe/Berlin)"
    assert spoken(datetime(2027, 1, 30, 22, 59), UTC) == "2027-01-30 22:59 (UTC)"


@pytest.mark.parametrize("name", ["Berlin", "../etc/passwd", "/etc/passwd", "", "PSTX"])
def test_a_zone_of_no_name_is_refused(name):
    with pytest.raises(ValueError, match="Europe/Berlin"):
        zone_named(name)
