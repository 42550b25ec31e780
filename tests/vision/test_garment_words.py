"""Words for a garment: three opinions on its pattern, and what an all-over pattern shows."""

import pytest

from toile.domain.garment import Pattern
from toile.vision.garment_reader import CLOTHS
from toile.vision.garment_words import agree_on_pattern, find_motif


def shares(names: tuple[str, ...], **more: float) -> dict[str, float]:
    """Shares that add up to 1; what is not named shares the rest."""
    given = {name.replace("_", "-"): share for name, share in more.items()}
    rest = (1 - sum(given.values())) / max(len(names) - len(given), 1)
    return {name: given.get(name, rest) for name in names}


PATTERNS = tuple(pattern.value for pattern in Pattern)


@pytest.mark.parametrize(
    ("measured", "seen", "cloth", "right"),
    [
        (Pattern.PLAIN, {"stripes": 0.99}, {"stripes": 0.97}, Pattern.STRIPES),
        (Pattern.PLAIN, {"graphic": 0.55, "plain": 0.44}, {"plain": 0.95}, Pattern.PLAIN),
        (Pattern.GRAPHIC, {"graphic": 0.99}, {"plain": 0.70}, Pattern.GRAPHIC),
        (Pattern.COLOUR_BLOCK, {"colour_block": 0.99}, {"plain": 0.80}, Pattern.COLOUR_BLOCK),
        (Pattern.ALL_OVER, {"all_over": 0.90}, {"floral": 0.90}, Pattern.ALL_OVER),
    ],
)
def test_two_that_are_sure_outvote_the_third(
    measured: Pattern, seen: dict[str, float], cloth: dict[str, float], right: Pattern
) -> None:
    assert agree_on_pattern(measured, shares(PATTERNS, **seen), shares(CLOTHS, **cloth)) is right


def test_only_an_all_over_pattern_has_a_motif() -> None:
    floral = shares(CLOTHS, floral=0.8)
    assert find_motif(Pattern.ALL_OVER, floral) == "floral"
    assert find_motif(Pattern.STRIPES, floral) == ""
    assert find_motif(Pattern.ALL_OVER, shares(CLOTHS, **{"all-over": 0.8})) == ""
