"""What a Danish word may be made from, by its ending alone; the lexicon knows which are words."""

# Ending of a derived word, and what stands in its place in the word it comes from.
_ENDINGS = (
    ("hed", ""),
    ("eri", "er"),
    ("ning", "e"),
    ("ing", "e"),
    ("else", "e"),
    ("ionere", "ion"),
    ("isk", "i"),
    ("istik", "ist"),
    ("iker", "ik"),
    ("dom", ""),
    ("ik", ""),
    ("tør", "tion"),
    ("ogi", "og"),
    ("inde", ""),
    ("ation", "ere"),
    ("ion", "ere"),
    ("er", "e"),
)
_SHORTEST_BASE = 3


def possible_origins(lemma: str) -> tuple[str, ...]:
    """Whatever `lemma` could come from, likeliest first: ensomhed from ensom."""
    found: dict[str, None] = {}
    for ending, instead in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST_BASE:
            base = lemma[: -len(ending)] + instead
            # strikning comes from strikke: the consonant is written twice before an e.
            if instead == "e":
                found[base[:-1] + base[-2:]] = None
            found[base] = None
    return tuple(found)
