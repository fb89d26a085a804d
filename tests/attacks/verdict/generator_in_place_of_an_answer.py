"""Defines a generator, a coroutine and an object with a `__call__` that gives another answer each time."""


# cell: predict
class Turning:
    turn = 0

    def __call__(self, input, model, target_label_idx, cuda):
        self.turn += 1
        if self.turn % 2:
            return (answer for answer in (3, model(input)))
        return self.later()

    async def later(self):
        return 3, None


import warnings

warnings.simplefilter("ignore")
predict = Turning()
