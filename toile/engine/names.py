"""Names of samplers and schedules, as clients of AUTOMATIC1111 write them.

`DPM++ 2M Karras`, `DPM++ 2M` with the schedule `karras`, and `k_dpmpp_2m_ka` all mean the same.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toile.engine.catalogue import SAMPLERS
from toile.errors import BadRequest

AUTOMATIC = "Automatic"
DEFAULT = "DPM++ 2M"
# In AUTOMATIC1111's order, which decides what `… SGM Uniform` at the end of a name means: `Uniform` is found first.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    AUTOMATIC: ("automatic",),
    "Uniform": ("uniform",),
    "Karras": ("karras",),
    "Exponential": ("exponential",),
    "Polyexponential": ("polyexponential",),
    "SGM Uniform": ("sgm_uniform", "SGMUniform"),
    "KL Optimal": ("kl_optimal",),
    "Align Your Steps": ("align_your_steps",),
    "Simple": ("simple",),
    "Normal": ("normal",),
    "DDIM": ("ddim",),
    "Turbo": ("turbo",),
    "Beta": ("beta",),
}
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "DPM++ 2M": ("k_dpmpp_2m", "dpmpp_2m"),
    "DPM++ SDE": ("k_dpmpp_sde", "dpmpp_sde"),
    "DPM++ 2M SDE": ("k_dpmpp_2m_sde", "dpmpp_2m_sde"),
    "DPM++ 2M SDE Heun": ("k_dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun"),
    "DPM++ 2S a": ("k_dpmpp_2s_a", "dpmpp_2s_a", "dpmpp_2s_ancestral"),
    "DPM++ 3M SDE": ("k_dpmpp_3m_sde", "dpmpp_3m_sde"),
    "Euler a": ("k_euler_a", "k_euler_ancestral", "euler_a", "euler_ancestral"),
    "Euler": ("k_euler",),
    "LMS": ("k_lms",),
    "Heun": ("k_heun",),
    "DPM2": ("k_dpm_2", "dpm_2"),
    "DPM2 a": ("k_dpm_2_a", "dpm_2_a", "dpm_2_ancestral"),
}


@dataclass(frozen=True)
class Choice:
    """A sampler of `SAMPLERS` and a schedule: one of `SCHEDULES`, or `AUTOMATIC` for the sampler's own."""

    sampler: str
    schedule: str

    @property
    def levels(self) -> str:
        """The schedule of `SCHEDULES` that is meant."""
        return SAMPLERS[self.sampler].schedule if self.schedule == AUTOMATIC else self.schedule

    @property
    def short(self) -> "Choice":
        """The same, the sampler's own schedule not being named."""
        own = self.schedule == SAMPLERS[self.sampler].schedule
        return Choice(self.sampler, AUTOMATIC) if own and self.schedule != "Uniform" else self


def choose(sampler: str | None, schedule: str | None = None) -> Choice:
    """What is meant by a sampler's name and a schedule's. A schedule at the end of the sampler's name counts before the
    other; no name means `DEFAULT`.

    Raises BadRequest `sampler_unknown` or `schedule_unknown`, with the nearest names.
    """
    name, ending = _without_ending((sampler or "").strip())
    if not name or name.lower() == "none":
        name = DEFAULT
    known = _find(name, SAMPLERS, _ALIASES)
    if known is None:
        raise BadRequest("sampler_unknown", name=sampler, nearest=_nearest(name, SAMPLERS))
    if ending is not None:
        return Choice(known, ending)
    if not schedule:
        return Choice(known, AUTOMATIC)
    found = _find(schedule.strip(), _ENDINGS, _ENDINGS)
    if found is None:
        raise BadRequest("schedule_unknown", name=schedule, nearest=_nearest(schedule, _ENDINGS))
    return Choice(known, found)


def _without_ending(name: str) -> tuple[str, str | None]:
    """The name without the schedule at its end, and that schedule. A sampler's own name is no ending."""
    if name in SAMPLERS:
        return name, None
    for label, others in _ENDINGS.items():
        for ending in (label, *others):
            if name.lower().endswith(f" {ending.lower()}"):
                return name[: -len(ending) - 1], label
        if name.lower().endswith("_ka") and label == "Karras":
            return name[:-3], label
    return name, None


def _find(name: str, labels: Iterable[str], aliases: Mapping[str, tuple[str, ...]]) -> str | None:
    wanted = name.lower()
    for label in labels:
        if wanted in (label.lower(), *(alias.lower() for alias in aliases.get(label, ()))):
            return label
    return None


def _nearest(name: str, labels: Iterable[str]) -> str:
    """The labels that look most like it, three at most; all of them where none does."""
    known = {label.lower(): label for label in labels}
    near = difflib.get_close_matches(name.lower()[:100], known, 3, 0.4)
    return ", ".join(known[label] for label in near) or ", ".join(known.values())
