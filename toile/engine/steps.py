"""Steps: where img2img begins on the way down."""

from toile.errors import BadRequest

MOST = 1000


def start(steps: int, denoise: float, *, exact: bool = False) -> int:
    """The first noise level used, as an index into those of `steps`, for a denoising strength 0..1.

    AUTOMATIC1111 takes one step more than the strength says (20 steps at 0.75 ask the network 16 times); `exact` takes
    just as many. Raises BadRequest `steps_wrong` or `denoise_wrong`.
    """
    if not 1 <= steps <= MOST:
        raise BadRequest("steps_wrong", value=steps, most=MOST)
    if not 0 <= denoise <= 1:  # nor nan
        raise BadRequest("denoise_wrong", value=denoise)
    reached = int(min(denoise, 0.999) * steps)
    if exact:
        return steps - max(1, round(denoise * steps))
    return steps - reached - 1
