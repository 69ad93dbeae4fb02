"""Every error we raise on purpose, and what the caller should do about it."""


class BasewatchError(Exception):
    """Base of all deliberate errors. `retry`: the same act may work later."""

    retry: bool = False


class ConfigError(BasewatchError):
    """The configuration cannot be used; says file, line where known, and what to do."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class MessageError(BasewatchError):
    """These bytes will never decode."""

    def __init__(self, topic: str, reason: str) -> None:
        super().__init__(f"{topic}: {reason}")
        self.topic = topic
        self.reason = reason


class FetchError(BasewatchError):
    """A source did not answer, or answered with an error."""

    def __init__(
        self, url: str, reason: str, *, retry: bool, status: int = 0, retry_after_s: float = 0
    ) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.retry = retry
        self.status = status  # HTTP status, 0 when none came
        self.retry_after_s = retry_after_s


class ExtractError(BasewatchError):
    """A page could not be read within its limits."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class DeliveryError(BasewatchError):
    """A channel could not hand over an alert."""

    def __init__(self, channel: str, reason: str, *, retry: bool, retry_after_s: float = 0) -> None:
        super().__init__(f"{channel}: {reason}")
        self.channel = channel
        self.reason = reason
        self.retry = retry
        self.retry_after_s = retry_after_s


class StoreError(BasewatchError):
    """The store or the log is away, busy or full: hold and try again."""

    retry = True


class TooLargeError(BasewatchError):
    """A message is larger than its topic takes."""

    def __init__(self, topic: str, size: int, limit: int) -> None:
        super().__init__(f"{topic}: a message of {size} bytes; {limit} are the most it takes")
        self.topic = topic
        self.size = size
        self.limit = limit


class FencedError(BasewatchError):
    """Another process has taken over what this one was writing: it must end."""


class LeaseLostError(StoreError):
    """Another process does this work now; what was under way here is not kept."""


class StoreTooNewError(BasewatchError):
    """The store was written by a newer release."""


class SecondInstanceError(BasewatchError):
    """Another instance runs on the same data folder."""
