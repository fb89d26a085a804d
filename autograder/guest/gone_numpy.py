"""Functions that NumPy has removed, rewritten from their last documentation. Runs where a student's code runs."""

import ast
import sys

import numpy as np

INT = (np.int8, np.int16, np.int32, np.int64)
UINT = (np.uint8, np.uint16, np.uint32, np.uint64)
FLOAT = (np.float16, np.float32, np.float64, np.longdouble)
COMPLEX = (np.complex64, np.complex128, np.clongdouble)
sctypes: dict[str, list] = {
    "int": list(INT),
    "uint": list(UINT),
    "float": list(FLOAT),
    "complex": list(COMPLEX),
    "others": [bool, object, bytes, str, np.void],
}


def alltrue(*args, **kwargs):
    return np.all(*args, **kwargs)


def sometrue(*args, **kwargs):
    return np.any(*args, **kwargs)


def in1d(ar1, ar2, assume_unique=False, invert=False, *, kind=None):
    return np.isin(np.asarray(ar1).ravel(), ar2, assume_unique=assume_unique, invert=invert, kind=kind)


def asfarray(a, dtype=np.float64):
    return np.asarray(a, dtype=dtype if np.issubdtype(dtype, np.inexact) else np.float64)


def msort(a):
    return np.sort(a, axis=0)


def fastCopyAndTranspose(a):
    return np.array(a, copy=True).T.copy()


def find_common_type(array_types, scalar_types):
    """Common type of the arrays, unless the scalars are of a higher kind."""
    arrays, scalars = ([np.dtype(one) for one in types] for types in (array_types, scalar_types))
    if not arrays or not scalars:
        return np.result_type(*arrays, *scalars) if arrays or scalars else None
    of_arrays, of_scalars, kinds = np.result_type(*arrays), np.result_type(*scalars), "buifcSUVO"
    higher = kinds.find(of_scalars.kind) > kinds.find(of_arrays.kind)
    return np.result_type(of_scalars, of_arrays) if higher else of_arrays


class _ByType(dict):
    """Table that finds a value by any name of a type."""

    def __init__(self, value):
        self.value = value
        super().__init__({kind: value(kind) for kinds in sctypes.values() for kind in kinds})

    def __getitem__(self, key):
        return self.value(np.dtype(key))


cast = _ByType(lambda kind: lambda x: np.asarray(x).astype(kind))
nbytes = _ByType(lambda kind: np.dtype(kind).itemsize)


def obj2sctype(rep, default=None):
    if isinstance(rep, type) and issubclass(rep, np.generic):
        return rep
    try:
        return np.dtype(rep.dtype if isinstance(rep, np.ndarray) else rep).type
    except (TypeError, ValueError):
        return default


def maximum_sctype(t):
    kind = obj2sctype(t)
    kinds = {"i": "int", "u": "uint", "f": "float", "c": "complex"}
    return sctypes[kinds[np.dtype(kind).kind]][-1] if kind is not None and np.dtype(kind).kind in kinds else kind or t


def sctype2char(sctype):
    kind = obj2sctype(sctype)
    if kind is None:
        raise ValueError("unrecognized type")
    return np.dtype(kind).char


def issctype(rep):
    return isinstance(rep, (type, np.dtype)) and obj2sctype(rep) not in (None, np.object_)


def issubclass_(arg1, arg2):
    return isinstance(arg1, type) and issubclass(arg1, arg2)


def issubsctype(arg1, arg2):
    return issubclass(obj2sctype(arg1), obj2sctype(arg2))


def disp(mesg, device=None, linefeed=True):
    print(mesg, file=device or sys.stdout, end="\n" if linefeed else "")


def safe_eval(source):
    return ast.literal_eval(source)


def recfromtxt(fname, **kwargs):
    output = np.genfromtxt(fname, **{"dtype": None, **kwargs})
    return np.ma.mrecords.MaskedRecords(output) if kwargs.get("usemask") else output.view(np.recarray)


def recfromcsv(fname, **kwargs):
    given = {"case_sensitive": "lower", "names": True, "delimiter": ",", "dtype": None, **kwargs}
    return recfromtxt(fname, **given)


def deprecate(*functions, old_name=None, new_name=None, message=None):
    """Returns the function itself: a warning would not help the student who calls it."""
    return functions[0] if functions and callable(functions[0]) else lambda function: function


def deprecate_with_doc(msg):
    return deprecate(message=msg)


def ndarray_ptp(self, axis=None, out=None, keepdims=False):
    return np.ptp(self, axis=axis, out=out, keepdims=keepdims)


def ndarray_itemset(self, *args):
    *where, value = args
    if not where and self.size != 1:
        raise ValueError("can only convert an array of size 1 to a Python scalar")
    flat = len(where) == 1 and not isinstance(where[0], tuple)
    place = np.unravel_index(where[0], self.shape) if flat else where[0] if len(where) == 1 else tuple(where)
    self[place or (0,) * self.ndim] = value


def ndarray_newbyteorder(self, new_order="S"):
    return self.view(self.dtype.newbyteorder(new_order))


def ndarray_tostring(self, order="C"):
    return self.tobytes(order=order)
