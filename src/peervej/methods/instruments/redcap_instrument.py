"""Instruments from and to REDCap data dictionaries."""

from collections.abc import Collection, Sequence

from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.imported import Imported, identifier_from, unscored_instrument
from peervej.methods.instruments.parts import Item
from peervej.methods.instruments.redcap import VARIABLE, DictionaryField, UnusableDictionary
from peervej.methods.instruments.wording import Wording, check_wording


def forms(rows: Sequence[DictionaryField]) -> tuple[str, ...]:
    """Return the forms of a dictionary, in order."""
    return tuple(dict.fromkeys(row.form for row in rows))


def instrument_from_dictionary(
    rows: Sequence[DictionaryField],
    form: str,
    *,
    language: str = "en",
    keep: Collection[str] | None = None,
) -> Imported:
    """Make an instrument and its wording of one form's single-choice questions.

    Questions are left out, with the reason, when they allow several answers or free text, or
    when their codes are not whole numbers without gaps. ``keep`` names the variables wanted.
    Raises `UnusableDictionary` when the form does not exist or holds no such question.
    """
    own = [row for row in rows if row.form == form]
    if not own:
        raise UnusableDictionary(
            f"there is no form {form!r}; the forms are {', '.join(forms(rows))[:200]}."
        )
    kept: list[tuple[DictionaryField, dict[int, str]]] = []
    left_out: list[tuple[str, str]] = []
    for row in own:
        wanted = keep is None or row.variable in keep
        why, scale = _scale(row) if wanted else ("not among the fields asked for", {})
        if why:
            left_out.append((row.variable, why))
        else:
            kept.append((row, scale))
    if not kept:
        raise UnusableDictionary(
            f"form {form!r} has no question with one answer from a numbered list."
        )
    items = [Item(row.variable, min(scale), max(scale)) for row, scale in kept]
    instrument = unscored_instrument(
        identifier_from(form), form, items, "Imported from a REDCap data dictionary."
    )
    labels = [tuple(scale[code] for code in sorted(scale)) for _, scale in kept]
    same = len(set(labels)) == 1
    wording = Wording(
        instrument=instrument.id,
        language=language,
        items=tuple(row.label for row, _ in kept),
        responses=labels[0] if same else (),
        item_responses=() if same else tuple(labels),
        instruction=next((row.section for row in own if row.section.strip()), None),
    )
    check_wording(wording, instrument)
    return Imported(instrument, {language: wording}, tuple(left_out))


def _scale(row: DictionaryField) -> tuple[str, dict[int, str]]:
    if row.type == "checkbox":
        return "several answers at once", {}
    if not row.label.strip():
        return "no text", {}
    pairs = row.parsed_choices()
    if not pairs:
        return f"a field of type {row.type}", {}
    scale = {}
    for code, label in pairs:
        digits = code.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
            return f"the code {code[:20]!r} is no whole number", {}
        scale[int(code)] = label
    if len(scale) < 2 or max(scale) - min(scale) != len(scale) - 1:
        return "the codes have gaps", {}
    return "", scale


def dictionary_from_instrument(
    instrument: Instrument, wording: Wording, *, form: str | None = None
) -> tuple[DictionaryField, ...]:
    """Write an instrument as the rows of one form, one radio field per item.

    Variables are the items' ids where REDCap allows them, otherwise the form's name and the
    item's number. Raises `UnusableDictionary` on a label with a vertical bar, which REDCap
    reads as the next answer, `WordingDoesNotFit` and `UnusableInstrument`.
    """
    check_wording(wording, instrument)
    name = form or instrument.id.replace("-", "_")
    if not VARIABLE.fullmatch(name):
        raise UnusableDictionary(f"{name!r} is no form name; use small letters, digits and _.")
    common = not wording.item_responses and len({(i.floor, i.ceiling) for i in instrument.items})
    rows = []
    for number, item in enumerate(instrument.items, start=1):
        labels = tuple(label.strip() for label in wording.labels(number, item))
        if any("|" in label for label in labels):
            raise UnusableDictionary(f"item {item.id}: a label holds |, which parts answers.")
        values = range(item.floor, item.ceiling + 1)
        choices = " | ".join(f"{v}, {text}" for v, text in zip(values, labels, strict=True))
        rows.append(
            DictionaryField(
                variable=item.id if VARIABLE.fullmatch(item.id) else f"{name}_{number}",
                form=name,
                section=(wording.instruction or "") if number == 1 else "",
                type="radio",
                label=wording.items[number - 1],
                choices=choices,
                matrix_group=name if common == 1 else "",
            )
        )
    return tuple(rows)
