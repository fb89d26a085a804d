"""Answers cross over as plain data: what goes in comes out, and what is no plain data is refused or named."""

import base64
import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from selfcheck.encoding import DTYPES, LARGEST_ARRAY, LONGEST_TEXT, Array, Other, Raised, decode, describe, encode


def crossed(value):
    """A value after its way through JSON."""
    return decode(json.loads(json.dumps(encode(value))))


def array(**changes) -> dict:
    """The plain form of three float32 numbers, with something else in places."""
    return encode(np.arange(3, dtype=np.float32)) | changes


small_arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))
)
numbers = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)


# --- what goes in comes out ----------------------------------------------------------------------------------------


@given(small_arrays)
def test_an_array_keeps_its_bytes_dtype_and_shape(value):
    found = crossed(value)
    assert (found.kind, found.dtype, found.shape) == ("array", value.dtype.name, value.shape)
    assert found.values.tobytes() == np.ascontiguousarray(value).tobytes()  # NaN and the sign of zero included


@given(small_arrays, st.booleans())
def test_a_tensor_keeps_its_numbers_and_says_whether_it_asks_for_a_gradient(value, asks):
    tensor = torch.from_numpy(value.copy()).requires_grad_(asks and value.dtype.kind in "fc")
    found = crossed(tensor)
    assert (found.kind, found.leaf, found.requires_grad) == ("tensor", True, tensor.requires_grad)
    assert found.values.tobytes() == np.ascontiguousarray(value).tobytes()


@given(numbers | st.lists(numbers, max_size=8).map(tuple))
def test_numbers_and_tuples_keep_their_values_and_types(value):
    found = crossed(value)
    assert found == value
    assert type(found) is type(value)
    if isinstance(value, tuple):
        assert list(map(type, found)) == list(map(type, value))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float32("nan")])
def test_a_number_that_json_does_not_have_arrives_as_nan(value):
    assert json.dumps(encode(value), allow_nan=False)
    assert math.isnan(crossed(value))


@pytest.mark.parametrize("value", [np.int64(7), np.float32(0.5), np.bool_(True)])
def test_a_number_of_numpys_arrives_as_pythons(value):
    found = crossed(value)
    assert found == value
    assert type(found) in (int, float, bool)


def test_a_list_arrives_as_a_tuple_of_what_it_holds():
    one, other = crossed([np.zeros(2), 5])
    assert isinstance(one, Array)
    assert other == 5


@pytest.mark.parametrize(
    "view",
    [np.arange(12.0).reshape(3, 4).T, np.arange(12.0).reshape(3, 4)[:, ::-2], np.arange(6, dtype=">f4")],
    ids=["transposed", "backwards", "big-endian"],
)
def test_an_array_of_unusual_layout_arrives_with_its_numbers_in_their_places(view):
    found = crossed(view)
    assert found.shape == view.shape
    np.testing.assert_array_equal(found.values, view)


def test_a_tensor_within_a_graph_is_no_leaf_and_arrives_detached():
    found = crossed(torch.ones(2, requires_grad=True) * 2)
    assert (found.leaf, found.requires_grad) == (False, True)
    assert found.values.tolist() == [2, 2]


@pytest.mark.parametrize(
    "tensor",
    [torch.tensor([1.5, -2], dtype=torch.bfloat16), torch.tensor([1 + 2j]).conj(), torch.tensor([1 + 2j]).conj().imag],
    ids=["bfloat16", "conjugate", "negative"],
)
def test_a_tensor_that_numpy_has_no_view_of_arrives_all_the_same(tensor):
    found = crossed(tensor)
    assert isinstance(found, Array)
    assert found.values.tolist() == tensor.resolve_conj().resolve_neg().tolist()


def test_an_error_arrives_with_its_type_message_and_line():
    try:
        exec(compile("x = 1\nx / 0\n", "<cell>", "exec"), {})
    except ZeroDivisionError as error:
        found = crossed(error)
    assert found == Raised("ZeroDivisionError", "division by zero", found.line)


def test_an_error_whose_text_cannot_be_had_is_described_without_it():

    class Wrong(Exception):
        def __str__(self):
            raise ValueError

    assert describe(Wrong()) == {"type": "Wrong", "message": "", "line": None}


def test_an_error_of_a_long_text_is_cut():
    assert len(crossed(ValueError("x" * 10_000)).message) == LONGEST_TEXT


# --- what is no plain data -----------------------------------------------------------------------------------------


class Lying:
    """Equal to everything, and a number to those who ask."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __float__(self):
        return 1.0

    def __array__(self, dtype=None, copy=None):
        return np.ones(3)


class LyingArray(np.ndarray):
    """An array that says that it is another."""

    def __eq__(self, other):
        return True

    __hash__ = None

    @property
    def shape(self):
        return (1, 3, 9, 9)

    def tobytes(self, order="C"):
        return b"other bytes"

    def astype(self, *arguments, **keywords):
        return np.ones(3)


class LyingTensor(torch.Tensor):
    """A tensor that calls itself equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = None


def test_an_object_that_equals_everything_becomes_other():
    assert crossed(Lying()) == Other("Lying")


def test_a_subclass_of_an_array_becomes_the_plain_array_that_it_is():
    found = crossed(np.arange(3.0).view(LyingArray))
    assert type(found.values) is np.ndarray
    assert found.shape == (3,)
    assert found.values.tolist() == [0, 1, 2]


def test_a_masked_array_becomes_a_plain_one():
    assert type(crossed(np.ma.masked_array([1.0, 2.0], [False, True])).values) is np.ndarray


@pytest.mark.parametrize("make", [lambda t: t.as_subclass(LyingTensor), torch.nn.Parameter], ids=["lying", "parameter"])
def test_a_subclass_of_a_tensor_becomes_plain_numbers(make):
    found = crossed(make(torch.arange(3.0)))
    assert found.kind == "tensor"
    assert type(found.values) is np.ndarray
    assert found.values.tolist() == [0, 1, 2]


def test_a_subclass_of_a_number_becomes_the_number():
    class Two(int):
        def __eq__(self, other):
            return True

        __hash__ = None

    found = crossed(Two(2))
    assert type(found) is int
    assert found == 2
    assert not found == 3  # noqa: SIM201 - the lie was in this comparison


@pytest.mark.parametrize(
    "value",
    ["text", b"bytes", {"a": 1}, {1, 2}, object(), print, 1j, 2**60, range(3), list(range(9)), np.datetime64("2020-01-01")],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_crosses_over_as_its_types_name(value):
    assert crossed(value) == Other(type(value).__name__)


@pytest.mark.parametrize(
    "value",
    [np.array([None, "x"]), np.array(["text"]), np.zeros(2, dtype="f4,i4"), np.zeros(LARGEST_ARRAY // 8 + 1)],
    ids=["objects", "texts", "records", "too large"],
)
def test_an_array_that_is_too_large_or_not_of_numbers_crosses_over_without_values(value):
    found = crossed(value)
    assert found.values is None
    assert found.shape == value.shape


def test_the_largest_array_still_crosses_over():
    assert crossed(np.zeros(LARGEST_ARRAY, dtype=np.uint8)).values.size == LARGEST_ARRAY


def test_nested_tuples_that_never_end_are_no_answer_and_no_crash():
    endless: list = []
    endless.append(endless)
    with pytest.raises(RecursionError):  # an ordinary error: `answer` publishes it as what the function raised
        encode(endless)


# --- what `decode` refuses -----------------------------------------------------------------------------------------

WRONG = {
    "no base64": array(data="!" * 16),
    "base64 with a line break": array(data=array()["data"][:8] + "\n" + array()["data"][8:]),
    "fewer bytes than it says": array(shape=[4]),
    "more bytes than it says": array(shape=[2]),
    "negative shape": array(shape=[-3]),
    "two negative lengths": array(shape=[-1, -3]),
    "fraction in the shape": array(shape=[3.0]),
    "bool in the shape": array(shape=[3, True]),
    "shape that is no list": array(shape=3),
    "too many axes": array(shape=[1] * 8 + [3]),
    "unknown dtype": array(dtype="object"),
    "dtype of records": array(dtype="f4,f4"),
    "dtype by another name": array(dtype="f4"),
    "dtype of texts": array(dtype="<U3"),
    "data that is no text": array(data=[0, 1, 2]),
    "oversized": array(dtype="uint8", shape=[LARGEST_ARRAY + 1], data=base64.b64encode(bytes(LARGEST_ARRAY + 1)).decode()),
    "oversized by its shape alone": array(shape=[2**39, 2**39], data=""),
    "without a shape": {key: value for key, value in array().items() if key != "shape"},
    "bool where an int is wanted": {"kind": "int", "value": True},
    "float where an int is wanted": {"kind": "int", "value": 1.0},
    "int where a bool is wanted": {"kind": "bool", "value": 1},
    "text where a float is wanted": {"kind": "float", "value": "1.0"},
    "too long a tuple": {"kind": "tuple", "items": [{"kind": "none"}] * 9},
    "tuple with something wrong inside": {"kind": "tuple", "items": [{"kind": "int", "value": True}]},
    "error without a message": {"kind": "raised", "type": "ValueError", "line": None},
    "error whose type is no text": {"kind": "raised", "type": 5, "message": "", "line": None},
    "unknown kind": {"kind": "pickle", "data": ""},
    "kind that is no text": {"kind": ["none"]},
    "no kind": {"value": 1},
    "text": "none",
    "list": [{"kind": "none"}],
    "nothing": None,
}


@pytest.mark.parametrize("plain", WRONG.values(), ids=WRONG)
def test_what_encode_never_writes_is_refused(plain):
    with pytest.raises(ValueError, match=r"no plain data|an array"):
        decode(plain)


@given(
    st.recursive(
        numbers | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "value", "items", "dtype", "shape", "data", "type", "message", "line"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_json_comes_is_decoded_or_refused_with_a_value_error(plain):
    try:
        decode(plain)
    except ValueError:
        return


def test_long_names_are_cut():
    assert len(decode({"kind": "other", "type": "x" * 1000}).type) == 80
    found = decode({"kind": "raised", "type": "x" * 1000, "message": "y" * 1000, "line": "z" * 1000})
    assert (len(found.type), len(found.message), len(found.line)) == (80, LONGEST_TEXT, LONGEST_TEXT)


def test_flags_are_true_only_when_they_are_true():
    assert decode(array(kind="tensor", leaf="yes", requires_grad=1)).leaf is False
    assert decode(array(kind="tensor", leaf=True, requires_grad=1)).requires_grad is False


def test_decoded_values_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        decode(array()).values[0] = 9
