"""Chance from a seed: numbers for the story, bytes for keys, both reproducible."""

import hashlib
import random


class Chance(random.Random):
    """A generator of one purpose, so that adding a throw in one place moves no other."""

    def __init__(self, seed: str, purpose: str) -> None:
        super().__init__(hashlib.sha256(f"{seed}/{purpose}".encode()).digest())


class SeedBytes:
    """An endless row of bytes from a seed (SHA-256 in counter mode)."""

    def __init__(self, seed: str) -> None:
        self.seed = seed.encode()
        self.turn = 0

    def __call__(self, size: int) -> bytes:
        out = b""
        while len(out) < size:
            out += hashlib.sha256(b"%s/%d" % (self.seed, self.turn)).digest()
            self.turn += 1
        return out[:size]


def spread_score(total: int, items: int, most: int, chance: random.Random) -> list[int]:
    """Answers from 0 to `most` that add up to `total`, spread at random over the items."""
    answers = [0] * items
    for _step in range(max(0, min(total, items * most))):
        open_items = [number for number, value in enumerate(answers) if value < most]
        answers[chance.choice(open_items)] += 1
    return answers
