"""Which places a rule is about."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from alerts.places import country
from alerts.rules import RuleSettings
from contracts.messages import BaseRef

BaseId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}-[a-z0-9-]+$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]


class ScopeSettings(RuleSettings):
    """A rule entry with a watch list: some bases, all bases of some countries, or everything."""

    bases: tuple[BaseId, ...] = ()  # gazetteer ids; they begin with their country's code
    countries: tuple[CountryCode, ...] = ()  # ISO 3166-1 alpha-2, or an annexed region's own
    all: bool = False

    @model_validator(mode="after")
    def _watches_something(self) -> Self:
        if not (self.bases or self.countries or self.all):
            raise ValueError("name what to watch: bases, countries, or all = true")
        return self

    def why(self, base: BaseRef) -> str:
        """Say why `base` is watched; "" when it is not."""
        if base.id in self.bases:
            return f"{base.name} is on the watch list"
        if _covers(self.countries, base.country):
            return f"every base in {country(base.country)} is watched, {base.name} among them"
        return "every base is watched" if self.all else ""

    def near(self, countries: Sequence[str]) -> tuple[str, ...]:
        """Return those of `countries` in which something is watched."""
        homes = (*self.countries, *(base[:2].upper() for base in self.bases))
        return tuple(code for code in countries if self.all or _covers(homes, code))


def _covers(codes: Sequence[str], code: str) -> bool:
    """An annexed region (`UA-43`) counts as itself and as the country it was taken from."""
    return code in codes or code.partition("-")[0] in codes
