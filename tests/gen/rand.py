"""Random choices that come out the same on every Python.

Only random() and getrandbits() of the Mersenne Twister are used: the
methods built on them (choices, shuffle, sample) changed between releases.
"""

import random


class Rand:
    """A seeded source of choices."""

    def __init__(self, seed):
        source = random.Random(seed)
        self.random = source.random
        self.bits = source.getrandbits

    def below(self, limit):
        """An integer in [0, limit)."""
        return int(self.random() * limit)

    def chance(self, probability):
        return self.random() < probability

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def weighted(self, pairs):
        """The value of one (weight, value, ...) tuple; returns the tuple."""
        point = self.random() * sum(pair[0] for pair in pairs)
        for pair in pairs:
            point -= pair[0]
            if point < 0:
                return pair
        return pairs[-1]

    def shuffle(self, items):
        """Fisher and Yates, in place."""
        for i in range(len(items) - 1, 0, -1):
            j = int(self.random() * (i + 1))
            items[i], items[j] = items[j], items[i]

    def hex(self, digits):
        return "%0*x" % (digits, self.bits(4 * digits))

    def uuid(self, date):
        """A crash ID: its last six digits are the date, YYMMDD."""
        digits = self.hex(25)
        return "%s-%s-4%s-a%s-%s0%s" % (
            digits[:8],
            digits[8:12],
            digits[12:15],
            digits[15:18],
            digits[18:23],
            date[2:].replace("-", ""),
        )
