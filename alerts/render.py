"""From a parcel to a mail that a person likes to read on a phone. Pure."""

from dataclasses import dataclass

from alerts.channels import Parcel


@dataclass(frozen=True, slots=True)
class Mail:
    """A subject and the same words twice."""

    subject: str
    text: str
    html: str


def mail(parcel: Parcel) -> Mail:
    """Write the mail of a parcel."""
    return Mail(parcel.subject_line, parcel.subject_line, parcel.subject_line)
