"""The names of a roster, as exports and pages write them."""

import pytest

from autograder.collection.roster import read_roster


@pytest.mark.parametrize(
    ("columns", "line", "names"),
    [
        ("student,name", "ada,Ada Lovelace", ("Ada", "Lovelace")),
        ("student,name", "ada,Ada King Lovelace", ("Ada King", "Lovelace")),
        ("student,name", 'ada,"Lovelace,  Ada"', ("Ada", "Lovelace")),
        ("student,name", "ada,Ada", ("", "Ada")),
        ("student,name", "ada,", ("", "")),
        ("student,first_name,last_name", "ada,Ada,van der King", ("Ada", "van der King")),
        ("student,first_name,last_name,name", "ada,,King,Somebody Else", ("", "King")),
        ("student", "ada", ("", "")),
    ],
)
def test_first_and_last_name(columns, line, names, tmp_path):
    (tmp_path / "roster.csv").write_text(f"{columns}\n{line}\n", encoding="utf-8")
    (person,) = read_roster(tmp_path / "roster.csv").people
    assert (person.first_name, person.last_name) == names
    assert person.name == " ".join(filter(None, names))


def test_columns_for_exports_are_kept_as_written(tmp_path):
    (tmp_path / "roster.csv").write_text("student,Login,section,id_number\nada,aLove,,S-1\n", encoding="utf-8")
    (person,) = read_roster(tmp_path / "roster.csv").people
    assert person.exported == {"login": "aLove", "id_number": "S-1"}
