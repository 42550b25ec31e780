"""What is said about a finished look: checks, and notices about what had to be guessed."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "check_outside": Message(
        "Outside the edit: {count} of {total} pixels changed.",
        "编辑区域之外：{total} 个像素中改变了 {count} 个。",
    ),
    "check_identity": Message(
        "Face, hair and hands: {percent} % unchanged.",
        "面部、头发与双手：{percent}% 未改变。",
    ),
    "check_seen": Message(
        "Garment {garment}: {percent} % of it can be seen.",
        "服装 {garment}：可见部分占 {percent}%。",
    ),
    "check_colour": Message(
        "Garment {garment}: colour agreement {score} of 1.",
        "服装 {garment}：颜色一致度 {score}（满分 1）。",
    ),
    "check_pattern": Message(
        "Garment {garment}: pattern agreement {score} of 1.",
        "服装 {garment}：图案一致度 {score}（满分 1）。",
    ),
    "skin_made_up": Message(
        "{share} % of the person is skin that the photo does not show; the draft fills it in plainly.",
        "人物有 {share}% 的皮肤在照片中看不到，草图只做了平滑填补。",
        "Use a photo in clothes that show as much skin as the new garment, or finish the look with a diffusion method.",
        "请使用露肤程度与新服装相近的照片，或用扩散方法完成成图。",
    ),
    "worn_garment_unclear": Message(
        "In “{garment}” somebody wears the garment, and it cannot be told from them.",
        "“{garment}”中的服装穿在人身上，无法与人物区分开。",
        "Use a photo of the garment alone, laid flat or on a hanger, before a plain background.",
        "请使用服装单独平铺或悬挂、背景干净的照片。",
    ),
    "edit_enlarged": Message(
        "The photo is larger than {side} pixels: the garment was fitted at that size and enlarged.",
        "照片长边超过 {side} 像素：服装在该尺寸下试穿后再放大。",
        "Nothing to do: the photo's own pixels keep their sharpness.",
        "无需处理：照片本身的像素保持原有清晰度。",
    ),
}
