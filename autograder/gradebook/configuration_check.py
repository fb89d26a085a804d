"""A course's nbgrader_config.py held against what can be set: a slip there is refused before anybody is graded.

traitlets itself takes no notice of a setting that does not exist, and finds a value of the wrong kind when a submission is
already being graded, once for each student.
"""

import math
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.exchange.default import ExchangeCollect
from traitlets import TraitError
from traitlets.config import Config, Configurable, LazyConfigValue
from traitlets.utils.importstring import import_item

from autograder.reports.lms_export import Canvas, Moodle


def refuse_mistakes(config: Config, file: str) -> None:
    """Raises ValueError for the first setting that does not exist or has a value that it cannot have.

    Args:
        config: what the file has set.
        file: the file's path, for the message.
    """
    known: dict[str, list[type[Configurable]]] = {}
    for cls in configurable(config):
        known.setdefault(cls.__name__, []).append(cls)  # nbgrader has two called Exchange
    for section, settings in config.items():
        if section in known:
            for mistake in mistakes(section, known[section], settings):
                raise ValueError(f"{file}: {mistake}")
        elif near := get_close_matches(section, known, 1, 0.85):
            raise ValueError(f"{file}: c.{section} sets nothing; did you mean c.{near[0]}?")


def configurable(config: Config) -> Iterator[type[Configurable]]:
    """The classes that a course can set: nbgrader's, and those that its own configuration names as steps and plugins."""
    for cls in (*NbGraderApp().all_configurable_classes(), ExchangeCollect, Canvas, Moodle):
        yield from settable(cls)
    for name in named(config.values()):
        try:
            found = import_item(name)
        except (ImportError, AttributeError, ValueError):
            continue  # a word with a dot; nbgrader says what it cannot import
        yield from settable(found)


def settable(found: Any) -> Iterator[type[Configurable]]:
    """A class and those above it that can be set; none for what is no such class."""
    yield from (cls for cls in getattr(found, "__mro__", ()) if issubclass(cls, Configurable))


def named(values: Iterable[Any]) -> Iterator[str]:
    """The dotted names within a configuration's values."""
    for value in values:
        if isinstance(value, str):
            if "." in value and all(part.isidentifier() for part in value.split(".")):
                yield value
        elif isinstance(value, dict):
            yield from named(value.values())
        elif isinstance(value, list | tuple):
            yield from named(value)


def mistakes(section: str, classes: list[type[Configurable]], settings: Config) -> Iterator[str]:
    """A line for each setting that none of the classes of a name has, or that all of them refuse the value of."""
    traits = {name: trait for cls in classes for name, trait in cls.class_traits(config=True).items()}
    for name, value in settings.items():
        if name not in traits:
            if not isinstance(value, Config) and not any(name in cls.class_trait_names() for cls in classes):
                near = get_close_matches(name, traits, 1)
                yield f"c.{section}.{name} does not exist" + (f"; did you mean {near[0]}?" if near else "")
        elif not isinstance(value, LazyConfigValue) and not any(takes(cls, name, value) for cls in classes):
            yield f"c.{section}.{name} = {value!r}: it must be {described(traits[name])}"


def takes(cls: type[Configurable], name: str, value: Any) -> bool:
    """Whether a class has a setting and can have it so."""
    trait = cls.class_traits(config=True).get(name)
    if isinstance(value, float) and math.isnan(value):  # which is not less than any bound
        return False
    try:
        return trait is not None and (trait._validate(cls.__new__(cls), value), True)[1]
    except (TraitError, ValueError):
        return False


def described(trait: Any) -> str:
    """What a setting can be, with the first sentence on what it is for."""
    least = getattr(trait, "min", None)
    bound = "" if least in (None, float("-inf")) else f" from {least:g} on"
    meaning = " ".join(trait.help.split()).partition(". ")[0].rstrip(".")
    return f"{trait.info()}{bound}" + (f" ({meaning})" if meaning else "")
