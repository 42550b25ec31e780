"""The parade: what the mannequin checkpoint paints, as chapters of a gallery: garments on one persona beside the draft
and the truth, one garment on several, places and poses from words alone, repainting, and poses by ControlNet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from toile.diffusion import Engine
from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.engine.masking import Content
from toile.engine.request import ImagePrompt, Inpaint, Start, Unit
from toile.gallery import Chapter, Picture, Taker
from toile.mannequin import CONTROL, ENLARGED, TRYON, Brief, Garment, enlarge, look_at, paint, say_look
from toile.messages import Language
from toile.page import Words
from toile.pixels.arrays import RGB, Mask
from toile.pixels.bones import draw_bones
from toile.pixels.resize import resize
from toile.prompts.compiler import Family, Wish, compile_prompt
from toile.showcase import Dressed, name_setting, name_wearing, photograph_truth
from toile.vision.agnostic import draw_agnostic
from toile.world.figure import appearance
from toile.world.figure.audition import NAMES_ZH
from toile.world.figure.cast import CAST

_COMPARED, _WORN_BY = 4, 6
_SCENES = ("park", "beach", "street", "cafe", "grey-studio", "night")
_POSES = ("arms-down", "walking", "sitting", "hand-on-hip", "side", "back")
_CONTROLLED = 4
_WHO = ("Mei", "Kwame", "Freya", "Ravi", "Amara", "George")
_OUTFITS: tuple[tuple[str, str], ...] = (
    ("a red dress", "红色连衣裙"),
    ("a white t-shirt and blue jeans", "白色T恤和蓝色牛仔裤"),
    ("a striped long-sleeved t-shirt and black trousers", "条纹长袖T恤和黑色长裤"),
    ("a green sweater and beige trousers", "绿色毛衣和米色长裤"),
    ("a yellow t-shirt and a black skirt", "黄色T恤和黑色半身裙"),
    ("a black jacket, a white t-shirt and blue jeans", "黑色夹克、白色T恤和蓝色牛仔裤"),
)


def chapters(finished: Sequence[Dressed], engine: Engine) -> tuple[Chapter, ...]:
    """All of it, nothing painted yet. `finished`: the looks of a demo, whose photographs are used again."""
    own = Painter(engine)
    return (
        Chapter("parade_garments", tuple(_garments(own, finished))),
        Chapter("parade_personas", tuple(_personas(own, finished))),
        Chapter("parade_scenes", tuple(_places(own))),
        Chapter("parade_poses", tuple(_stances(own))),
        Chapter("parade_repainted", tuple(_repainted(own, finished))),
        Chapter("parade_controlled", tuple(_controlled(own, finished))),
    )


@dataclass(frozen=True)
class Painter:
    """The engine, as the parade uses it."""

    engine: Engine

    @property
    def size(self) -> Size:
        return self.engine.model.native

    def say(self, prompt: str, seed: int) -> RGB:
        """A picture of words alone, enlarged as all of them are."""
        return enlarge(self.engine.create(prompt, seed=seed)[0].rgb)

    def dress(self, dressed: Dressed, garment: Garment, seed: int) -> RGB:
        """The person of a photograph in a garment: painted where it could be."""
        persona = CAST[dressed.shoot.sitting.subject.name[0]]
        words = say_look(Brief(), persona, [garment])
        image = ImagePrompt(self.engine.model.checkpoint.path / TRYON, garment.piece)
        return self._paint_over(dressed, garment.category, words.positive, image, seed)

    def repaint(self, dressed: Dressed, category: Category, words: str, seed: int) -> RGB:
        """The person of a photograph in what is said."""
        return self._paint_over(dressed, category, words, None, seed)

    def _paint_over(
        self, dressed: Dressed, category: Category, words: str, image: ImagePrompt | None, seed: int
    ) -> RGB:
        before, at = self.shrink(dressed)
        mask: Mask = draw_agnostic(at, self.size, category)
        made = self.engine.create(
            words,
            seed=seed,
            size=self.size,
            start=Start(before, 1.0),
            inpaint=Inpaint(mask, 1, Content.NOTHING),
            image=image,
        )
        return enlarge(made[0].rgb)

    def shrink(self, dressed: Dressed) -> tuple[RGB, Mapping[str, tuple[float, float]]]:
        """The person's photograph at the checkpoint's size, and its joints there."""
        rgb, pose = dressed.shoot.person.rgb, dressed.shoot.person.joints
        small = resize(rgb, self.size)
        scale = self.size.width / rgb.shape[1]
        joints = pose.joints if pose else {}
        return small, {name: (joint.x * scale, joint.y * scale) for name, joint in joints.items()}

    def draw_pose(self, dressed: Dressed) -> RGB:
        """The pose of a photograph as the ControlNet is shown it."""
        _, at = self.shrink(dressed)
        return draw_bones(at, self.size)

    def follow(self, dressed: Dressed, prompt: str, seed: int) -> RGB:
        """Somebody in the pose of a photograph."""
        unit = Unit(self.engine.model.checkpoint.path / CONTROL, self.draw_pose(dressed))
        return enlarge(self.engine.create(prompt, seed=seed, controls=(unit,))[0].rgb)


def _words(english: str, chinese: str) -> Words:
    return {Language.ENGLISH: english[:1].upper() + english[1:], Language.CHINESE: chinese}


def _garments(own: Painter, finished: Sequence[Dressed]) -> Iterator[Taker]:
    """For each look: the garment, the draft, what is painted, and the truth."""
    for number, dressed in enumerate(finished[:_COMPARED]):
        what = name_wearing(dressed.look)

        def shown(words: tuple[str, str], what: Words = what) -> Words:
            return {
                tongue: f"{word}: {what[tongue]}" if tongue is Language.ENGLISH else f"{word}：{what[tongue]}"
                for tongue, word in zip(Language, words, strict=True)
            }

        yield partial(Picture, _fit(dressed.shoot.garments[0].rgb, own), shown(("Garment", "衣服")))
        yield partial(Picture, _fit(dressed.look.rgb, own), shown(("Draft", "草图")))
        yield partial(_paint_look, own, dressed, number, shown(("Mannequin", "模型")))
        yield partial(_show_truth, own, dressed, shown(("World's truth", "真值")))


def _paint_look(own: Painter, dressed: Dressed, seed: int, words: Words) -> Picture:
    return Picture(own.dress(dressed, _look_at(own, dressed), seed), words)


def _look_at(own: Painter, dressed: Dressed) -> Garment:
    return look_at(dressed.shoot.garments[0], own.size)


def _show_truth(own: Painter, dressed: Dressed, words: Words) -> Picture:
    return Picture(_fit(photograph_truth(dressed.shoot.sitting), own), words)


def _fit(rgb: RGB, own: Painter) -> RGB:
    """As large as what is painted."""
    return resize(rgb, Size(ENLARGED * own.size.width, ENLARGED * own.size.height))


def _personas(own: Painter, finished: Sequence[Dressed]) -> Iterator[Taker]:
    """One garment, and several who wear it."""
    chosen = finished[0]
    yield partial(Picture, _fit(chosen.shoot.garments[0].rgb, own), name_wearing(chosen.look))
    garment = _look_at(own, chosen)
    for number, name in enumerate(_WHO[:_WORN_BY]):
        yield partial(_paint_persona, own, garment, name, number)


def _paint_persona(own: Painter, garment: Garment, name: str, seed: int) -> Picture:
    created, _ = paint(Brief(scene="white-studio", seed=seed), CAST[name], [garment], own.engine)
    return Picture(enlarge(created.rgb), _words(name, NAMES_ZH[name]))


def _places(own: Painter) -> Iterator[Taker]:
    """Words alone."""
    for number, name in enumerate(_SCENES):
        yield partial(_paint_words, own, name, "", number, _words(SCENES[name].words, SCENES[name].words_zh))


def _stances(own: Painter) -> Iterator[Taker]:
    for number, name in enumerate(_POSES):
        words = _words(POSES[name].words, POSES[name].words_zh)
        yield partial(_paint_words, own, "", name, 100 + number, words)


def _paint_words(own: Painter, scene: str, pose: str, seed: int, words: Words) -> Picture:
    """Somebody in something; every other one is asked for in Chinese."""
    chinese = seed % 2
    outfit = _OUTFITS[seed % len(_OUTFITS)][chinese]
    wish = Wish((), appearance.attributes(CAST[_WHO[seed % len(_WHO)]]), scene, pose, outfit)
    return Picture(
        own.say(compile_prompt(wish, Family.MANNEQUIN, "zh" if chinese else "en").positive, seed), words
    )


def _repainted(own: Painter, finished: Sequence[Dressed]) -> Iterator[Taker]:
    asked = (
        (Category.TOP, "a red t-shirt", "红色T恤"),
        (Category.TOP, "a navy and white striped long-sleeved t-shirt", "藏青色与白色条纹长袖T恤"),
        (Category.BOTTOM, "blue jeans", "蓝色牛仔裤"),
        (Category.DRESS, "a green dress", "绿色连衣裙"),
    )
    for number, (category, english, chinese) in enumerate(asked):
        dressed = finished[number % len(finished)]
        yield partial(_repaint, own, dressed, category, english, chinese, number)


def _repaint(
    own: Painter, dressed: Dressed, category: Category, english: str, chinese: str, seed: int
) -> Picture:
    return Picture(own.repaint(dressed, category, english, seed), _words(english, chinese))


def _controlled(own: Painter, finished: Sequence[Dressed]) -> Iterator[Taker]:
    for number, dressed in enumerate(finished[:_CONTROLLED]):
        english, _ = _OUTFITS[number % len(_OUTFITS)]
        where = name_setting(dressed.shoot.sitting.subject)
        yield partial(Picture, enlarge(own.draw_pose(dressed)), where)
        yield partial(_follow, own, dressed, number, f"a woman wearing {english}", where)


def _follow(own: Painter, dressed: Dressed, seed: int, prompt: str, words: Words) -> Picture:
    return Picture(own.follow(dressed, prompt, 200 + seed), words)
