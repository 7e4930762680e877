"""Jammers that objects of a raid carry: noise in the bands of radars."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mantlet.base.sourced import Sourced
from mantlet.scenario.fields import Quantity, Record, Setting, Time

Band = Literal["VHF", "UHF", "L", "S", "C", "X", "Ku", "K", "Ka"]
# IEEE Std 521: from (included) to (excluded).
BANDS_HZ: dict[Band, tuple[float, float]] = {
    "VHF": (30e6, 300e6),
    "UHF": (300e6, 1e9),
    "L": (1e9, 2e9),
    "S": (2e9, 4e9),
    "C": (4e9, 8e9),
    "X": (8e9, 12e9),
    "Ku": (12e9, 18e9),
    "K": (18e9, 27e9),
    "Ka": (27e9, 40e9),
}
Frequency = Annotated[float, Quantity("frequency", 3e7, 1e11)]


class Span(Record):
    """Frequencies from one to another."""

    from_hz: Frequency = Field(alias="from", description="Lowest frequency.")
    to_hz: Frequency = Field(alias="to", description="Highest frequency; itself not jammed.")

    @model_validator(mode="after")
    def _upward(self) -> Self:
        if self.from_hz >= self.to_hz:
            raise ValueError(f"got from {self.from_hz:g} Hz to {self.to_hz:g} Hz, expected from below to")
        return self


class Jammer(Record):
    """Noise over whole bands, towards every radar of the other side that works there."""

    power_density: Annotated[Sourced, Setting("power density", 1e-12, 1.0)] = Field(
        description="Effective radiated power in each unit of bandwidth, in the polarisation of the radars."
    )
    bands: tuple[Band, ...] = Field(
        default=(), strict=False, max_length=len(BANDS_HZ), description="Radar bands it fills, by their letters."
    )
    frequency: Span | None = Field(default=None, description="Instead of bands: from where to where.")
    from_s: Time | None = Field(default=None, alias="from", description="When it is switched on; else at once.")
    until_s: Time | None = Field(default=None, alias="until", description="When it is switched off; else never.")

    @model_validator(mode="after")
    def _somewhere_and_sometime(self) -> Self:
        if bool(self.bands) == (self.frequency is not None):
            raise ValueError("expected either bands, such as [S, X], or frequency: {from: 2 GHz, to: 4 GHz}")
        if self.until_s is not None and self.until_s <= (self.from_s or 0.0):
            raise ValueError(f"got until {self.until_s:g} s, expected later than from ({self.from_s or 0.0:g} s)")
        return self

    def covers(self, frequency_hz: float) -> bool:
        """Whether a radar on this frequency is jammed."""
        spans = [BANDS_HZ[band] for band in self.bands]
        if self.frequency is not None:
            spans.append((self.frequency.from_hz, self.frequency.to_hz))
        return any(low <= frequency_hz < high for low, high in spans)
