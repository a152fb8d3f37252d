"""Opening, answering and closing a kit."""

from peervej.apps.documentation.operations.answering import (
    KitClosed,
    NothingAnswered,
    SheetRefused,
    TooManySheets,
    take_sheet,
)
from peervej.apps.documentation.operations.keeping import (
    KitRefused,
    close_kit,
    close_overdue,
    extend_kit,
    open_kit,
    renew_address,
)

__all__ = [
    "KitClosed",
    "KitRefused",
    "NothingAnswered",
    "SheetRefused",
    "TooManySheets",
    "close_kit",
    "close_overdue",
    "extend_kit",
    "open_kit",
    "renew_address",
    "take_sheet",
]
