"""Steps: where img2img begins on the way down."""

from toile.errors import BadRequest

MOST = 1000
_NEARLY = 0.999  # the most of a strength that counts
_LONGEST = 100_000  # steps of a schedule, where a strength is next to nothing


def start(steps: int, denoise: float) -> int:
    """The first noise level used, as an index into those of `steps`, for a denoising strength 0..1.

    AUTOMATIC1111 takes one step more than the strength says (20 steps at 0.75 ask the network 16 times). Raises
    BadRequest `steps_wrong` or `denoise_wrong`.
    """
    _check(steps, denoise)
    return steps - int(min(denoise, _NEARLY) * steps) - 1


def stretch(wanted: int, denoise: float) -> tuple[int, int]:
    """A schedule so long that just the steps that are wanted are made after a start at that strength, and the first
    noise level used of it: AUTOMATIC1111's option "do exactly the amount of steps the slider specifies", and its second
    pass always. Raises as `start`."""
    _check(wanted, denoise)
    steps = int(wanted / min(denoise, _NEARLY)) if denoise > 0 else 1
    return min(steps, _LONGEST), max(min(steps, _LONGEST) - wanted, 0)


def _check(steps: int, denoise: float) -> None:
    if not 1 <= steps <= MOST:
        raise BadRequest("steps_wrong", value=steps, most=MOST)
    if not 0 <= denoise <= 1:  # nor nan
        raise BadRequest("denoise_wrong", value=denoise)
