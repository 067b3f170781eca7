"""Why an input gives no report."""


class UnreadableError(ValueError):
    """An input that cannot be read as a report; the message is the reason, for the user."""
