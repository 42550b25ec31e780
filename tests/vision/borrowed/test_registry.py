"""The table of models: complete, with terms, and without addresses."""

from pathlib import Path

import pytest

from toile.messages import CATALOGUE
from toile.vision.borrowed.registry import CLASSES, MODELS, Decoder, Model, Role, models_for


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_model_has_its_terms_and_no_address(model: Model) -> None:
    assert model.terms in CATALOGUE and model.licence and model.intake.sizes
    assert not [word for word in ("://", ".com", ".co/", ".org") if word in model.source + model.file]
    assert sorted(model.intake.order) == ["B", "G", "R"] and min(model.intake.std) > 0
    assert bool(model.joints) == (model.decoder is Decoder.SIMCC)
    assert (model.same > 0) == (model.decoder is Decoder.EMBEDDING)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_model_that_a_shop_may_use(role: Role) -> None:
    assert any(model.commercial for model in models_for(role))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_page_about_models_says_what_the_table_says(model: Model, root: Path) -> None:
    page = (root / "docs" / "models.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if f"| `{model.name}` |" in line)
    assert row.startswith(f"| {model.role} |") and f"| {'yes' if model.commercial else 'no'} |" in row
    assert all(word in row for word in (model.source, model.file, model.licence.split()[-1]))


def test_models_that_are_for_research_only_are_marked() -> None:
    assert {name for name, model in MODELS.items() if not model.commercial} == {"rmbg", "insightface"}
    assert not MODELS["rmbg"].as_licence().commercial


def test_models_of_one_shape_but_other_terms_are_both_there_to_choose_from() -> None:
    """A file cannot tell RMBG from BiRefNet, or InsightFace from AuraFace, by its shapes."""
    for free, restricted in (("birefnet", "rmbg"), ("auraface", "insightface")):
        assert MODELS[free].answers == MODELS[restricted].answers
        assert MODELS[free].intake == MODELS[restricted].intake


def test_the_selfie_parser_has_mediapipes_six_classes_in_its_order() -> None:
    """Google, MediaPipe image segmenter guide: background, hair, body-skin, face-skin, clothes, others."""
    assert CLASSES == ("background", "hair", "body skin", "face skin", "clothes", "others")
