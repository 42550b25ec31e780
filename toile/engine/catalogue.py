"""The catalogue of samplers: which there are, and what AUTOMATIC1111 says of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toile.engine.denoise import Sampling
from toile.engine.samplers import (
    ddim,
    dpm_2,
    dpm_2_ancestral,
    dpmpp_2m,
    dpmpp_2m_sde,
    dpmpp_2m_sde_heun,
    dpmpp_2s_ancestral,
    dpmpp_3m_sde,
    dpmpp_sde,
    euler,
    euler_ancestral,
    heun,
    lcm,
    lms,
    unipc,
)
from toile.engine.solvers import ddim_cfgpp, dpm_adaptive, dpm_fast, list_restarts, plms, restart


@dataclass(frozen=True)
class Sampler:
    """A sampler and what AUTOMATIC1111 says of it. `asks`: of the network in a step; twice, and the steps of prompt
    editing count double. `schedule`: its own when none is chosen. `drops`: the last level but one is left out.
    `brownian`: noise is that of one path, whatever the steps. `delta`: whether the eta noise seed delta counts. `eta`:
    whether it has one. `churns`: whether it takes `Churn`. `scale`: what the CFG scale
    is multiplied by. `against`: whether it goes by what the negative prompt says.
    `count`: how often it asks, where that is not by the step."""

    run: Callable[..., Sampling]
    asks: int = 1
    schedule: str = "Uniform"
    drops: bool = False
    brownian: bool = False
    delta: bool = False
    eta: bool = False
    churns: bool = False
    scale: float = 1.0
    against: bool = False
    count: Callable[[Sequence[float]], int] | None = None


_ADAPTIVE = 60  # asks of a usual picture: nobody knows before


def _count_restarts(levels: Sequence[float]) -> int:
    return sum(2 if then > 0 else 1 for _, then in list_restarts(levels))


SAMPLERS: Mapping[str, Sampler] = {
    "DPM++ 2M": Sampler(dpmpp_2m, schedule="Karras"),
    "DPM++ SDE": Sampler(dpmpp_sde, 2, "Karras", brownian=True, eta=True),
    "DPM++ 2M SDE": Sampler(dpmpp_2m_sde, schedule="Exponential", brownian=True, eta=True),
    "DPM++ 2M SDE Heun": Sampler(dpmpp_2m_sde_heun, schedule="Exponential", brownian=True, eta=True),
    "DPM++ 2S a": Sampler(dpmpp_2s_ancestral, 2, "Karras", delta=True, eta=True),
    "DPM++ 3M SDE": Sampler(dpmpp_3m_sde, schedule="Exponential", drops=True, brownian=True, eta=True),
    "Euler a": Sampler(euler_ancestral, delta=True, eta=True),
    "Euler": Sampler(euler, churns=True),
    "LMS": Sampler(lms),
    "Heun": Sampler(heun, 2, churns=True),
    "DPM2": Sampler(dpm_2, 2, "Karras", drops=True, delta=True, churns=True),
    "DPM2 a": Sampler(dpm_2_ancestral, 2, "Karras", drops=True, delta=True, eta=True),
    "DDIM": Sampler(ddim, eta=True),
    "UniPC": Sampler(unipc),
    "LCM": Sampler(lcm),
    "PLMS": Sampler(plms, count=lambda levels: len(levels) - 1 + (len(levels) > 2)),
    "Restart": Sampler(restart, 2, "Karras", count=_count_restarts),
    "DPM fast": Sampler(dpm_fast, delta=True, eta=True),
    "DPM adaptive": Sampler(dpm_adaptive, delta=True, eta=True, count=lambda levels: _ADAPTIVE),
    "DDIM CFG++": Sampler(ddim_cfgpp, eta=True, scale=1 / 12.5, against=True),
}


def count_asks(sampler: Sampler, levels: Sequence[float]) -> int:
    """How many times the network is asked on the way down these levels; of a sampler of two asks a step the last is a
    plain one."""
    if sampler.count:
        return sampler.count(levels)
    return sampler.asks * (len(levels) - 1) - (sampler.asks - 1)


def drop_next_to_last(sigmas: Sequence[float]) -> Iterator[float]:
    """The levels without the last but one, for samplers that do badly there."""
    yield from sigmas[:-2]
    yield sigmas[-1]
