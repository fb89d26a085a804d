"""The roster from the LMS: complete, stable, nobody's line lost, nobody taken for another."""

import csv
import stat

import pytest

from autograder.collection.roster import read_roster
from tests.lti.lms import INSTRUCTOR, LEARNER

ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"


@pytest.fixture
def fetch(tool, site, course):
    def fetched(dry_run: bool = False):
        return tool.fetch_roster.fetch(site, course, dry_run)

    return fetched


def lines(course) -> dict[str, dict[str, str]]:
    with (course / "roster.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_a_class_of_several_pages_is_complete(lms, fetch, course):
    """Pages are followed by the address that the LMS gives, in its own spelling."""
    for number in range(7):
        lms.enrol(f"u{number}", f"Student {number}", email=f"s{number}@example.edu")
    lms.enrol("t", "Tina Teacher", INSTRUCTOR, email="tina@example.edu")
    fetch()
    assert {name: row["lti_id"] for name, row in lines(course).items()} == {f"s{n}": f"u{n}" for n in range(7)}


def test_only_students_who_are_there_now_are_in_it(lms, fetch, course):
    lms.enrol("1", "Ada Lovelace", email="ada@example.edu")
    lms.enrol("2", "Gone Girl", email="gone@example.edu", status="Inactive")
    lms.enrol("3", "Only Admin", ADMINISTRATOR)
    lms.enrol("4", "Both Roles", INSTRUCTOR, LEARNER, email="both@example.edu")
    lms.enrol("5", "Ob Server", "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor")
    fetch()
    assert set(lines(course)) == {"ada", "both"}


def test_what_stands_in_a_roster_stays(lms, fetch, course):
    text = 'Student,name,email,canvas_id,Tutor\nada,"Lovelace, Ada",ADA@example.edu,12345,Tuesday\nben,Ben Best,,77,\n'
    (course / "roster.csv").write_text(text, encoding="utf-8")
    lms.enrol("x1", "Augusta King", email="ada@example.edu")
    result = fetch()
    assert (course / "roster.csv").read_text(encoding="utf-8").splitlines() == [
        "Student,name,email,canvas_id,Tutor,lti_id",
        '"Lovelace, Ada"'.join(("ada,", ",ADA@example.edu,12345,Tuesday,x1")),
        "ben,Ben Best,,77,,",
    ]
    assert (result.recognised, result.added, result.gone) == (["ada"], [], ["ben"])


def test_a_second_time_changes_nothing(lms, fetch, course):
    lms.enrol("1", "Ada Lovelace", email="ada@example.edu")
    lms.enrol("2", "Zoë Sæther", email="")
    fetch()
    before = (course / "roster.csv").read_bytes()
    lms.people["1"] |= {"name": "Ada King", "email": "new@example.edu"}  # a name and an address may change, an id does not
    result = fetch()
    assert (course / "roster.csv").read_bytes() == before
    assert not result.added + result.recognised + result.gone + result.unclear


def test_ids_are_made_that_accounts_can_have_and_nobody_else_has(lms, fetch, course):
    lms.enrol("1", "Ada", email="root@example.edu")
    lms.enrol("2", "Ada", email="staff-abc@example.edu")
    lms.enrol("3", "Ada", email="grader-feature_attribution@example.edu")
    lms.enrol("4", "张伟")
    lms.enrol("5", "Ada", email=f"{'long' * 30}@example.edu")
    lms.enrol("6", "Ada", email="Ada@one.edu")
    lms.enrol("7", "Ada", email="ada@two.edu")
    fetch()
    names = {row["lti_id"]: name for name, row in lines(course).items()}
    assert set(names) == set("1234567")
    assert names["6"] == "ada"
    assert names["1"] != "root"
    assert names["7"].startswith("ada-")
    assert not [
        name for name in names.values() if name.startswith(("staff-", "grader-")) or len(name) > 32 or name != name.lower()
    ]


def test_a_school_number_counts_before_an_address(lms, fetch, course):
    (course / "roster.csv").write_text("student,email,sis_user_id\nada,shared@example.edu,S1\n", encoding="utf-8")
    lms.enrol("9", "Somebody Else", email="shared@example.edu", lis_person_sourcedid="S2")
    result = fetch()
    assert lines(course)["ada"]["lti_id"] == ""
    assert [one for one in result.unclear if "Somebody Else" in one]


def test_two_with_the_same_school_number_are_not_guessed(lms, fetch, course):
    (course / "roster.csv").write_text("student,email,sis_user_id\nada,ada@example.edu,S1\n", encoding="utf-8")
    for number in range(2):
        lms.enrol(f"u-{number}", f"Ada {number}", email=f"ada{number}@example.edu", lis_person_sourcedid="S1")
    result = fetch()
    assert len(result.unclear) == 2
    assert [row["lti_id"] for row in lines(course).values()] == [""]


def test_two_with_the_same_address_are_not_guessed(lms, fetch, course):
    """In some LMS anybody can change their own address: who takes another's must not come into the other's line."""
    (course / "roster.csv").write_text("student,email\nada,ada@example.edu\n", encoding="utf-8")
    lms.enrol("1", "Ada Lovelace", email="ada@example.edu")
    lms.enrol("2", "Eve Evil", email="ADA@example.edu")
    result = fetch()
    assert lines(course) == {"ada": {"student": "ada", "email": "ada@example.edu", "name": "", "lti_id": ""}}
    assert len(result.unclear) == 2


def test_a_later_thief_of_an_address_gets_nothing(lms, fetch, course):
    lms.enrol("1", "Ada Lovelace", email="ada@example.edu")
    fetch()
    lms.enrol("2", "Eve Evil", email="ada@example.edu")
    result = fetch()
    assert lines(course)["ada"]["lti_id"] == "1"
    assert len(lines(course)) == 1
    assert len(result.unclear) == 1


def test_names_are_harmless_in_a_spreadsheet_and_in_a_terminal(lms, fetch, course):
    lms.enrol("1", '=HYPERLINK("http://evil")\r\nroot,\x1b[2J', email="ada@example.edu")
    fetch()
    row = lines(course)["ada"]
    assert row["name"].startswith("'=")
    assert row["name"].isprintable()
    assert len(read_roster(course / "roster.csv").people) == 1


def test_a_dry_run_writes_nothing(lms, fetch, course):
    lms.enrol("1", "Ada", email="ada@example.edu")
    assert fetch(dry_run=True).added == ["ada"]
    assert list(course.iterdir()) == []


def test_others_rights_to_the_roster_stay(lms, fetch, course):
    path = course / "roster.csv"
    path.write_text("student\nben\n", encoding="utf-8")
    path.chmod(0o600)
    lms.enrol("1", "Ada", email="ada@example.edu")
    fetch()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in course.iterdir()] == ["roster.csv"]


# --- what can go wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "answers", "said"),
    [
        (("GET", "/members"), [(403, "no such right")], "the LMS answered 403 to GET"),
        (("GET", "/members"), [(200, "<html>maintenance</html>")], "no JSON"),
        (("GET", "/members"), [(200, [])], "otherwise than LTI says"),
        (("GET", "/members"), [(503, "busy")] * 9, "503"),
        (("POST", "/token"), [(400, '{"error": "invalid_client"}')], "invalid_client"),
        (("POST", "/token"), [(200, "{}")], "otherwise than LTI says"),
    ],
)
def test_a_fault_of_the_lms_is_one_line_and_the_roster_stays(lms, fetch, course, tool, where, answers, said):
    (course / "roster.csv").write_text("student\nben\n", encoding="utf-8")
    lms.enrol("1", "Ada", email="ada@example.edu")
    lms.fails[where] = answers
    with pytest.raises(tool.platform_settings.Refused, match=said) as refused:
        fetch()
    assert "\n" not in str(refused.value)
    assert (course / "roster.csv").read_text(encoding="utf-8") == "student\nben\n"


def test_a_token_is_taken_nowhere_else(lms, fetch, tool):
    lms.enrol("1", "Ada", email="ada@example.edu")
    lms.fails["GET", "/members"] = [(302, f"{lms.url}/elsewhere")]
    with pytest.raises(tool.platform_settings.Refused, match="no JSON"):
        fetch()
    assert ("GET", "/elsewhere") not in lms.asked


def test_a_fault_on_the_second_page_leaves_the_roster_whole(lms, fetch, course, tool):
    for number in range(5):
        lms.enrol(f"u{number}", f"Student {number}", email=f"s{number}@example.edu")
    fetch()
    before = (course / "roster.csv").read_bytes()
    lms.fails["GET", "/members"] = [(200, '{"members": []}')]
    with pytest.raises(tool.platform_settings.Refused, match="no student"):
        fetch()
    assert (course / "roster.csv").read_bytes() == before


def test_a_short_trouble_is_waited_for(lms, fetch, course):
    lms.enrol("1", "Ada", email="ada@example.edu")
    lms.fails["GET", "/members"] = [(503, "busy"), (429, "slowly")]
    fetch()
    assert set(lines(course)) == {"ada"}


def test_an_lms_that_is_gone_is_one_line(lms, fetch, tool, site):
    text = (site / "lti.toml").read_text(encoding="utf-8").replace(f"{lms.url}/token", "http://127.0.0.1:9/token")
    (site / "lti.toml").write_text(text, encoding="utf-8")
    with pytest.raises(tool.platform_settings.Refused, match="does not answer") as refused:
        fetch()
    assert "\n" not in str(refused.value)


def test_another_key_is_not_let_in(lms, fetch, tool, site):
    lms.enrol("1", "Ada")
    (site / "key.pem").unlink()
    tool.make_key.make(site / "key.pem")
    with pytest.raises(tool.platform_settings.Refused, match="invalid_client"):
        fetch()


def test_a_key_that_others_can_read_is_refused(fetch, tool, site):
    (site / "key.pem").chmod(0o644)
    with pytest.raises(tool.platform_settings.Refused, match="chmod 600"):
        fetch()


def test_a_roster_with_one_lti_id_twice_is_refused(fetch, tool, course):
    (course / "roster.csv").write_text("student,lti_id\nada,1\nben,1\n", encoding="utf-8")
    with pytest.raises(tool.platform_settings.Refused, match="lti_id 1 stands in it more than once"):
        fetch()


def test_nobody_has_come_from_the_lms_yet(fetch, tool, site):
    (site / "lti_services.json").unlink()
    with pytest.raises(tool.platform_settings.Refused, match="open the course from the LMS once"):
        fetch()
