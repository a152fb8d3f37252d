"""Damage to a document's bytes, drawn from a seed."""

import random

LETTERS = "abcdefgæøå ÆØÅ?:.–•\uf0b7\n\t\f0123456789@/"
PIECES = (
    "\n" * 200,
    " " * 3000,
    "1" * 500,
    "a-" * 400,
    "((((" * 100,
    "http://" + "a" * 900,
    "Projektleder Anna Hansen, " * 50,
    "Beskriv peer-støtten i jeres tilbud/projekt " * 30,
)


def mutate(data: bytes, chance: random.Random, *, mended: float = 0.8) -> bytes:
    """Cut, insert, repeat, turn round and truncate.

    Cuts fall inside letters too; the share `mended` is made valid UTF-8 again, so that the
    reader gets to work on it.
    """
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(changed) or 1)
        stop = place + chance.randrange(2000)
        kind = chance.randrange(8)
        if kind == 0:
            changed[place:stop] = b""
        elif kind == 1:
            changed[place:place] = "".join(chance.choices(LETTERS, k=60)).encode()
        elif kind == 2:
            changed[place:place] = changed[: chance.randrange(3000)]
        elif kind == 3:
            changed[place:place] = chance.randbytes(chance.randrange(60))
        elif kind == 4:
            changed[place:place] = chance.choice(PIECES).encode()
        elif kind == 5:
            changed[place:stop] = changed[place:stop][::-1]
        elif kind == 6 and changed:
            changed[place] = chance.randrange(256)
        elif chance.random() < 0.2:
            changed = changed[: max(1, place)]
    if chance.random() < mended:
        return changed.decode(errors="ignore").replace("\0", "").encode()
    return bytes(changed)
