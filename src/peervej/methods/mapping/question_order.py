"""Mending which question is printed where, from the sub-questions below it."""

from dataclasses import replace

from peervej.methods.mapping.questions import Item, Printed


def repair_order(items: list[Item]) -> list[Item]:
    """Mend questions whose own sentence is lost or mistaken, from their sub-questions.

    Two or more sub-questions of another question directly after each other, or directly
    after a question's sentence, show which question is really printed there.
    """
    mended: list[Item] = []
    current = 0
    for index, item in enumerate(items):
        if isinstance(item, Printed):
            if item.part == 0:
                item = _renamed(item, items, index)
                current = item.question
            elif item.question != current and _begins_block(items, index):
                mended.append(replace(item, part=0, text=""))
                current = item.question
        mended.append(item)
    return mended


def _renamed(lead: Printed, items: list[Item], index: int) -> Printed:
    followers = _block(items, index + 1)
    votes = {follower.question for follower in followers}
    if len(votes) == 1 and lead.question not in votes and len(followers) >= 2:
        return replace(lead, question=votes.pop())
    return lead


def _begins_block(items: list[Item], index: int) -> bool:
    first = items[index]
    block = _block(items, index)
    return (
        isinstance(first, Printed)
        and len({item.part for item in block if item.question == first.question}) >= 2
    )


def _block(items: list[Item], index: int) -> list[Printed]:
    """Return the sub-questions printed directly after each other from index on."""
    block: list[Printed] = []
    for item in items[index : index + 6]:
        if not isinstance(item, Printed) or item.part == 0:
            break
        block.append(item)
    return block
