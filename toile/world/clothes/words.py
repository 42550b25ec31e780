"""Words: what a shop calls every property of a garment, in English and in Simplified Chinese."""

from collections.abc import Mapping, Sequence

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.prompts.wording import COLOUR_NAMES, LENGTHS, NECKLINES, SLEEVES
from toile.world.clothes.garment import GarmentSpec
from toile.world.textile.fabric import FabricSpec

Word = tuple[str, str]  # English, Chinese

# The print's adjective in English, its name in Chinese.
PRINTS: Mapping[str, Word] = {
    "plain": ("plain", "纯色"),
    "stripes": ("striped", "条纹"),
    "vertical stripes": ("vertically striped", "竖条纹"),
    "breton stripes": ("Breton-striped", "海魂条纹"),
    "pinstripes": ("pinstriped", "细条纹"),
    "diagonal stripes": ("diagonally striped", "斜条纹"),
    "multicoloured stripes": ("multi-striped", "多色条纹"),
    "vertical multicoloured stripes": ("vertically multi-striped", "多色竖条纹"),
    "tartan": ("tartan", "苏格兰格纹"),
    "gingham": ("gingham", "小方格"),
    "windowpane check": ("windowpane-check", "窗格纹"),
    "buffalo check": ("buffalo-check", "大方格"),
    "houndstooth": ("houndstooth", "千鸟格"),
    "polka dots": ("polka-dot", "波点"),
    "pin dots": ("pin-dot", "细波点"),
    "scattered dots": ("confetti-dot", "彩点"),
    "sun print": ("sun-print", "落日图案"),
    "star print": ("star-print", "星星图案"),
    "mountain print": ("mountain-print", "山峰图案"),
    "heart print": ("heart-print", "爱心图案"),
    "lightning print": ("lightning-print", "闪电图案"),
    "blossom print": ("blossom-print", "花朵图案"),
    "wave print": ("wave-print", "海浪图案"),
    "cat print": ("cat-print", "猫咪图案"),
    "chest logo": ("logo", "徽标"),
    "lettering": ("lettered", "字母"),
    "large floral": ("floral", "大花"),
    "ditsy floral": ("ditsy-floral", "碎花"),
    "tropical leaf print": ("tropical-leaf", "热带叶片印花"),
    "leopard print": ("leopard-print", "豹纹"),
    "zebra print": ("zebra-print", "斑马纹"),
    "snake print": ("snake-print", "蛇纹"),
    "camouflage": ("camouflage", "迷彩"),
    "paisley": ("paisley", "佩斯利花纹"),
    "geometric print": ("geometric-print", "几何图案"),
    "heart motifs": ("heart-patterned", "爱心印花"),
    "star motifs": ("star-patterned", "星星印花"),
    "brushstroke print": ("brushstroke-print", "笔触印花"),
    "tie-dye": ("tie-dye", "扎染"),
    "gradient": ("gradient", "渐变"),
    "abstract print": ("abstract-print", "抽象印花"),
    "two-tone colour block": ("two-tone colour-block", "双色拼接"),
    "three-tone colour block": ("three-tone colour-block", "三色拼接"),
    "contrast sleeves": ("contrast-sleeved", "撞色袖"),
    "half-and-half colour block": ("half-and-half colour-block", "左右拼色"),
}
WEAVES: Mapping[str, Word] = {
    "cotton": ("cotton", "棉"), "oxford": ("oxford", "牛津纺"), "linen": ("linen", "亚麻"),
    "jersey": ("jersey", "针织棉"), "denim": ("denim", "牛仔"), "twill": ("twill", "斜纹"),
    "corduroy": ("corduroy", "灯芯绒"), "velvet": ("velvet", "丝绒"), "satin": ("satin", "缎面"),
    "leather": ("leather", "皮"), "fleece": ("fleece", "抓绒"), "wool": ("wool", "羊毛"),
    "melange": ("melange jersey", "花灰针织"), "herringbone": ("herringbone wool", "人字呢"),
    "knit": ("knitted", "针织"), "rib": ("ribbed", "罗纹"), "cable": ("cable-knit", "麻花针织"),
}  # fmt: skip
CUTS: Mapping[str, str] = {
    "t-shirt": "T恤", "boxy t-shirt": "宽松T恤", "long-sleeved t-shirt": "长袖T恤",
    "long-sleeved top": "长袖上衣", "top": "上衣", "fitted top": "修身上衣",
    "tank": "背心", "tank top": "背心", "camisole": "吊带",
    "shirt": "衬衫", "blouse": "女式衬衫", "polo shirt": "Polo衫", "hoodie": "连帽卫衣",
    "sweatshirt": "卫衣", "sweater": "毛衣", "turtleneck": "高领毛衣", "jumper": "套头衫",
    "trousers": "长裤", "wide-leg trousers": "阔腿裤", "chinos": "休闲裤", "joggers": "束脚裤",
    "leggings": "打底裤", "jeans": "牛仔裤", "skinny jeans": "紧身牛仔裤", "flared jeans": "喇叭牛仔裤",
    "shorts": "短裤", "denim shorts": "牛仔短裤", "skirt": "半身裙", "straight skirt": "直筒裙",
    "pencil skirt": "铅笔裙", "flared skirt": "伞裙", "a-line skirt": "A字裙", "pleated skirt": "百褶裙",
    "mini skirt": "迷你裙", "midi skirt": "中长裙", "dress": "连衣裙", "sleeveless dress": "无袖连衣裙",
    "short-sleeved dress": "短袖连衣裙", "long-sleeved dress": "长袖连衣裙", "sleeved dress": "有袖连衣裙",
    "slip dress": "吊带裙", "shirt dress": "衬衫裙", "sweater dress": "毛衣裙", "cardigan": "开衫",
    "coat": "大衣", "trench coat": "风衣", "blazer": "西装外套", "jacket": "夹克",
    "denim jacket": "牛仔外套", "leather jacket": "皮夹克", "bomber jacket": "飞行员夹克",
    "zip hoodie": "拉链连帽卫衣", "waistcoat": "马甲",
}  # fmt: skip
COLLARS: Mapping[str, Word] = {
    "none": ("no collar", "无领"), "rib": ("ribbed collar", "罗纹领"), "shirt": ("shirt collar", "衬衫领"),
    "lapel": ("lapels", "翻驳领"), "hood": ("hood", "连帽"), "turtle": ("roll neck", "高翻领"),
}  # fmt: skip
CLOSURES: Mapping[str, Word] = {
    "none": ("no fastening", "套头"), "buttons": ("buttons", "纽扣"), "zip": ("zip", "拉链"),
}  # fmt: skip
CUFFS: Mapping[str, Word] = {
    "hem": ("plain hems", "平边"), "rib": ("ribbed cuffs", "罗纹口"), "band": ("buttoned cuffs", "扣袖口"),
}  # fmt: skip
WAISTBANDS: Mapping[str, Word] = {
    "hem": ("plain edge", "平边"), "rib": ("ribbed band", "罗纹边"), "band": ("waistband", "腰头"),
    "elastic": ("elastic waist", "松紧腰"),
}  # fmt: skip
POCKETS: Mapping[str, Word] = {
    "none": ("no pockets", "无口袋"), "kangaroo": ("a kangaroo pocket", "袋鼠兜"),
    "jeans": ("five pockets", "五袋款"), "slash": ("slanted pockets", "斜插袋"),
    "patch": ("patch pockets", "贴袋"), "chest": ("a chest pocket", "胸袋"),
}  # fmt: skip
FITS: Mapping[str, Word] = {
    "regular": ("regular", "常规"), "slim": ("slim", "修身"), "fitted": ("fitted", "合身"),
    "skinny": ("skinny", "紧身"), "relaxed": ("relaxed", "宽松"), "loose": ("loose", "宽松"),
    "oversized": ("oversized", "廓形"), "boxy": ("boxy", "方正"), "straight": ("straight", "直筒"),
    "wide": ("wide", "阔腿"), "wide-leg": ("wide-leg", "阔腿"), "flared": ("flared", "喇叭"),
    "tapered": ("tapered", "锥形"), "tailored": ("tailored", "剪裁"), "a-line": ("A-line", "A字"),
}  # fmt: skip
CATEGORIES: Mapping[Category, Word] = {
    Category.BOTTOM: ("bottom", "下装"), Category.DRESS: ("dress", "连衣裙"), Category.TOP: ("top", "上装"),
    Category.OUTER: ("outerwear", "外套"),
}  # fmt: skip
_UPPER = (Kind.TOP, Kind.DRESS)
_IMPLIED: Mapping[str, tuple[str, ...]] = {  # collars, fabrics and pockets that a cut's name already says
    "shirt": ("shirt", "cotton"), "blouse": ("shirt",), "hoodie": ("hood", "fleece", "kangaroo"),
    "zip hoodie": ("hood", "fleece", "zip"), "coat": ("lapel",), "trench coat": ("lapel",),
    "blazer": ("lapel",), "jeans": ("denim", "jeans"), "skinny jeans": ("denim", "jeans"),
    "flared jeans": ("denim", "jeans"), "denim shorts": ("denim", "jeans"), "denim jacket": ("denim",),
    "leather jacket": ("leather",), "sweater": ("knit",), "jumper": ("knit",), "cardigan": ("knit",),
    "t-shirt": ("jersey", "cotton"), "turtleneck": ("turtle", "knit"), "camisole": ("strap",),
    "slip dress": ("strap",),
}  # fmt: skip


def attributes(garment: GarmentSpec) -> Mapping[str, Word]:
    """Every property of the garment that has a word, by name: (English, Chinese)."""
    g, fabric = garment, garment.fabric
    found: dict[str, Word] = {
        "category": CATEGORIES[g.category],
        "cut": (g.cut, CUTS[g.cut]),
        "colour": (_and(fabric.names), "、".join(_dyed(name) for name in fabric.names)),
        "pattern": (fabric.print_name, PRINTS[fabric.print_name][1]),
        "fabric": WEAVES[fabric.weave],
        "fit": FITS[g.fit],
        "length": LENGTHS[g.length_name],
        "pockets": POCKETS[g.pockets],
    }
    if g.kind in _UPPER:
        found |= {
            "sleeves": SLEEVES[g.sleeve],
            "neckline": NECKLINES[g.neckline],
            "collar": COLLARS[g.collar],
            "closure": CLOSURES[g.closure],
        }
        found |= {"cuffs": CUFFS[g.cuff]} if g.sleeve is Sleeve.LONG else {}
        found |= {"worn": ("worn open", "敞开")} if g.worn_open else {}
        found |= {"worn": ("tucked in", "扎进")} if g.tucked else {}
    else:
        found["waistband"] = WAISTBANDS[g.waistband]
    if fabric.pattern is Pattern.GRAPHIC and fabric.design == "text":
        found["text"] = (_said(fabric), _said(fabric))
    return found


def describe_garment(garment: GarmentSpec, language: str = "en") -> str:
    """The garment in a few words: "a white and navy striped long-sleeved t-shirt with a crew neck" or, for "zh",
    "一件白藏青条纹圆领长袖T恤"."""
    return _chinese(garment) if language == "zh" else _english(garment)


def _english(g: GarmentSpec) -> str:
    words = [*_adjectives(g, 0), *_shown(g, _and(_colours(g)), PRINTS[g.fabric.print_name][0])]
    if _worth_saying(g, g.fabric.weave):
        words.append(WEAVES[g.fabric.weave][0])
    words += _sleeves(g, 0)
    phrase = " ".join([*words, g.cut])
    plural = g.kind in (Kind.TROUSERS, Kind.SHORTS)
    article = "a pair of" if plural else "an" if phrase[0] in "aeiou" else "a"
    details = _details(g)
    with_ = f" with {_and(details)}" if details else ""
    said = f" that {'say' if plural else 'says'} “{_said(g.fabric)}”" if g.fabric.design == "text" else ""
    return f"{article} {phrase}{with_}{said}{', worn open' if g.worn_open else ''}"


def _chinese(g: GarmentSpec) -> str:
    names = [COLOUR_NAMES[name] for name in _colours(g)]
    plain = g.fabric.pattern is Pattern.PLAIN
    joined = names[0] if len(names) == 1 else ("" if max(map(len, names)) < 3 else "与").join(names)
    colour = joined if joined.endswith("色") or (not plain and len(names) > 1) else joined + "色"
    words = ["一条" if g.kind in (Kind.TROUSERS, Kind.SHORTS, Kind.SKIRT, Kind.DRESS) else "一件"]
    words += [f"印有“{_said(g.fabric)}”的"] if g.fabric.design == "text" else []
    words += ["敞开的"] if g.worn_open else []
    words += [colour, "" if plain else PRINTS[g.fabric.print_name][1], *_adjectives(g, 1)]
    if _worth_saying(g, g.fabric.weave):
        words.append(WEAVES[g.fabric.weave][1])
    if g.kind in _UPPER and g.collar in ("none", "rib", "turtle") and _worth_saying(g, g.neckline):
        words.append(NECKLINES[g.neckline][1])
    elif g.kind in _UPPER and _worth_saying(g, g.collar) and g.collar != "none":
        words.append(COLLARS[g.collar][1])
    return "".join([*words, *_sleeves(g, 1), CUTS[g.cut]])


def _adjectives(g: GarmentSpec, language: int) -> list[str]:
    """Fit and length where they are out of the ordinary and the cut's name does not say them."""
    found = []
    for table, name in ((FITS, g.fit), (LENGTHS, g.length_name)):
        word = table[name][language]
        if name != "regular" and name not in g.cut and word not in CUTS[g.cut]:
            found.append(word)
    return list(dict.fromkeys(found))


def _shown(g: GarmentSpec, colours: str, print_: str) -> list[str]:
    return [colours] if g.fabric.pattern is Pattern.PLAIN else [colours, print_]


def _colours(g: GarmentSpec) -> tuple[str, ...]:
    """The two colours that one would name, or three of a colour block."""
    most = {Pattern.PLAIN: 1, Pattern.COLOUR_BLOCK: 3 if g.fabric.design == "three" else 2}
    return tuple(dict.fromkeys(g.fabric.names))[: most.get(g.fabric.pattern, 2)] or ("white",)


def _sleeves(g: GarmentSpec, language: int) -> list[str]:
    """Nothing for what usually is as it is: tanks without sleeves, shirts and sweaters with long ones."""
    if g.kind not in _UPPER or "sleeve" in g.cut:
        return []
    usual = Sleeve.LONG if g.category is Category.OUTER or g.cut in _LONG else None
    if g.sleeve is usual or (g.sleeve is Sleeve.NONE and g.cut in _BARE):
        return []
    return [SLEEVES[g.sleeve][language]]


_LONG = ("shirt", "blouse", "hoodie", "zip hoodie", "sweater", "jumper", "turtleneck", "sweatshirt")
_BARE = ("tank", "tank top", "camisole", "slip dress", "waistcoat")


def _details(g: GarmentSpec) -> list[str]:
    """What follows "with"."""
    found = []
    if g.kind in _UPPER:
        if g.collar in ("shirt", "lapel", "hood"):
            if _worth_saying(g, g.collar):
                found.append(COLLARS[g.collar][0] if g.collar == "lapel" else f"a {COLLARS[g.collar][0]}")
        elif _worth_saying(g, g.neckline):
            word = NECKLINES[g.neckline][0]
            found.append(word if g.neckline == "strap" else f"a {word}")
        if g.closure == "zip" and _worth_saying(g, "zip"):
            found.append("a zip")
    if g.pockets != "none" and _worth_saying(g, g.pockets):
        found.append(POCKETS[g.pockets][0])
    return found


def _worth_saying(g: GarmentSpec, name: str) -> bool:
    return name not in _IMPLIED.get(g.cut, ()) and name not in ("cotton", "jersey")


def _said(fabric: FabricSpec) -> str:
    return " ".join((fabric.text or "TOILE").upper().split())


def _dyed(name: str) -> str:
    word = COLOUR_NAMES[name]
    return word if word.endswith("色") else word + "色"


def _and(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0] if words else ""
