"""The networks that can be pointed to: what each is for, under which terms it comes, what it sees and answers.

Nothing here is shipped, downloaded or required. Whoever has one of these files names it (`pointer`), and the file
is told by the shapes of its inputs and outputs (`recognise`). Facts come from the models' own pages: RTMPose from
mmpose's `projects/rtmpose` and rtmlib, BiRefNet (ZhengPeng7/BiRefNet_lite) from the `preprocessor_config.json` of its
ONNX export, the selfie parser (MediaPipe selfie_multiclass_256x256) from the card of its ONNX conversion, SFace from
OpenCV's `face_recognize.cpp` and opencv_zoo, AuraFace from InsightFace's `arcface_onnx.py`, whose graph it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from toile.domain.geometry import Size
from toile.domain.recipe import Licence


class Role(StrEnum):
    """What a network is borrowed for. The word is the setting's: `TOILE_MODEL_POSE`."""

    POSE = "pose"
    CUTOUT = "cutout"
    PARSING = "parsing"
    IDENTITY = "identity"


class Layout(StrEnum):
    """In which order a picture's axes reach the network."""

    NCHW = "channels first"
    NHWC = "channels last"


class Decoder(StrEnum):
    """How the answer is read."""

    SIMCC = "one row of bins per joint and axis, two bins a pixel"
    MATTE = "one map, a share 0..1 or its logit"
    CLASSES = "one map per class, shares or logits"
    EMBEDDING = "a vector whose direction tells the face"


Colour = tuple[float, float, float]
# One axis: a number, or n (one picture, or open), h, w (the picture's), 2h, 2w (bins), joints (of a known set).
Axes = tuple[int | str, ...]
Answer = Mapping[str, Axes]  # by output, in the order in which the decoder wants them


@dataclass(frozen=True)
class Intake:
    """What the network sees: (picture - mean) / std, picture in 0..255, channels in the given order.

    `sizes`: which it may want; the first is used where the file leaves it open. `mean` and `std` stand in the order
    of the channels.
    """

    sizes: tuple[Size, ...]
    mean: Colour
    std: Colour
    order: str = "RGB"
    layouts: tuple[Layout, ...] = (Layout.NCHW,)


@dataclass(frozen=True, kw_only=True)
class Model:
    """One row. `source` names the model on its hub, `file` what to look for there; `terms` is a message code.

    `answers`: shapes that the outputs may have. `joints`: how many. `ports`: names of inputs and outputs that tell it
    from another model of the same shapes. `same`: the cosine from which on two faces are one person's.
    """

    name: str
    role: Role
    source: str
    file: str
    licence: str
    commercial: bool
    terms: str
    intake: Intake
    answers: tuple[Answer, ...]
    decoder: Decoder
    joints: tuple[int, ...] = ()
    ports: frozenset[str] = frozenset()
    same: float = 0.0

    def as_licence(self) -> Licence:
        """The row of a recipe."""
        return Licence(self.name, self.licence, self.commercial)


# ImageNet's, times 255: torchvision's (0.485, 0.456, 0.406) and (0.229, 0.224, 0.225).
_MEAN, _STD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
_NONE, _ONE, _BYTE, _HALF = (0.0,) * 3, (1.0,) * 3, (255.0,) * 3, (127.5,) * 3

_CROP = Intake((Size(192, 256), Size(288, 384)), _MEAN, _STD)
_SIMCC: Answer = {"simcc_x": ("n", "joints", "2w"), "simcc_y": ("n", "joints", "2h")}
_SQUARE = Intake((Size(1024, 1024), Size(512, 512), Size(2048, 2048)), _MEAN, _STD)
_MATTE: Answer = {"output_image": ("n", 1, "h", "w")}
_SELFIE = Intake((Size(256, 256),), _NONE, _BYTE, layouts=(Layout.NHWC, Layout.NCHW))
# OpenCV takes blue first and swaps (blobFromImage with swapRB): what the network itself sees is red first, 0..255.
_SFACE = Intake((Size(112, 112),), _NONE, _ONE)
_ARCFACE = Intake((Size(112, 112),), _HALF, _HALF)
_SAME = 0.363  # opencv_zoo's for SFace; AuraFace publishes none

CLASSES = (
    "background",
    "hair",
    "body skin",
    "face skin",
    "clothes",
    "others",
)  # the selfie parser's, in its order

MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            name="rtmpose",
            role=Role.POSE,
            source="open-mmlab/mmpose",
            file="rtmpose-m_simcc-body7_pt-body7_420e-256x192/end2end.onnx",
            licence="Apache-2.0",
            commercial=True,
            terms="terms_rtmpose",
            intake=_CROP,
            answers=(_SIMCC,),
            decoder=Decoder.SIMCC,
            joints=(17, 26),
        ),
        Model(
            name="wholebody",
            role=Role.POSE,
            source="yzd-v/DWPose",
            file="dw-ll_ucoco_384.onnx",
            licence="Apache-2.0",
            commercial=True,
            terms="terms_wholebody",
            intake=_CROP,
            answers=(_SIMCC,),
            decoder=Decoder.SIMCC,
            joints=(133,),
        ),
        Model(
            name="birefnet",
            role=Role.CUTOUT,
            source="onnx-community/BiRefNet_lite-ONNX",
            file="onnx/model.onnx",
            licence="MIT",
            commercial=True,
            terms="terms_birefnet",
            intake=_SQUARE,
            answers=(_MATTE,),
            decoder=Decoder.MATTE,
            ports=frozenset({"input_image", "output_image"}),
        ),
        Model(
            name="rmbg",
            role=Role.CUTOUT,
            source="briaai/RMBG-2.0",
            file="onnx/model.onnx",
            licence="CC BY-NC 4.0",
            commercial=False,
            terms="terms_rmbg",
            intake=_SQUARE,
            answers=(_MATTE,),
            decoder=Decoder.MATTE,
            ports=frozenset({"pixel_values", "alphas"}),
        ),
        Model(
            name="selfie",
            role=Role.PARSING,
            source="senty-au/selfie_multiclass_256x256-ONNX",
            file="onnx/model.onnx",
            licence="Apache-2.0",
            commercial=True,
            terms="terms_selfie",
            intake=_SELFIE,
            answers=({"Identity": ("n", "h", "w", 6)}, {"Identity": ("n", 6, "h", "w")}),
            decoder=Decoder.CLASSES,
        ),
        Model(
            name="sface",
            role=Role.IDENTITY,
            source="opencv/opencv_zoo",
            file="face_recognition_sface_2021dec.onnx",
            licence="Apache-2.0",
            commercial=True,
            terms="terms_sface",
            intake=_SFACE,
            answers=({"fc1": ("n", 128)},),
            decoder=Decoder.EMBEDDING,
            same=_SAME,
        ),
        Model(
            name="auraface",
            role=Role.IDENTITY,
            source="fal/AuraFace-v1",
            file="glintr100.onnx",
            licence="Apache-2.0",
            commercial=True,
            terms="terms_auraface",
            intake=_ARCFACE,
            answers=({"embedding": ("n", 512)},),
            decoder=Decoder.EMBEDDING,
            same=_SAME,
        ),
        Model(
            name="insightface",
            role=Role.IDENTITY,
            source="deepinsight/insightface",
            file="w600k_r50.onnx",
            licence="InsightFace non-commercial",
            commercial=False,
            terms="terms_insightface",
            intake=_ARCFACE,
            answers=({"embedding": ("n", 512)},),
            decoder=Decoder.EMBEDDING,
            same=_SAME,
        ),
    )
}


def models_for(role: Role) -> tuple[Model, ...]:
    """The rows of one role, in order."""
    return tuple(model for model in MODELS.values() if model.role is role)
