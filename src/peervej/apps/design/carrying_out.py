"""A form, what it asks for, and a refusal that is said on the form itself."""

from collections.abc import Callable

from django import forms


def carry_out(
    form: forms.BaseForm,
    act: Callable[[], object],
    *refusals: type[Exception],
    done_before: type[Exception] | tuple[()] = (),
) -> bool:
    """Whether the form fits and `act` is done; what it raises of `refusals` stands on the form.

    `done_before` is what `act` raises for a form that was sent twice: that is done as well.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except done_before:
        return True
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
