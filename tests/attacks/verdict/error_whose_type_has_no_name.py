"""Raises an error whose class answers, when asked for its name, with an object that is no text."""


# cell: saliency_map
class Nameless(type):
    @property
    def __name__(cls):
        return {"kind": "tensor", "dtype": "float64", "shape": [], "data": None}


class Odd(Exception, metaclass=Nameless):
    pass


def saliency_map(gradients):
    raise Odd("odd")
