"""What every reader and method raises when it cannot use what it was given."""


class UnusableInput(ValueError):
    """The input cannot be used; the message says what is wrong and how to mend it.

    The command line prints the message as one line and exits with 2; a web form
    shows it beside the field.
    """
