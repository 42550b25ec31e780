"""What is said about a finished look: checks, and notices about what had to be guessed."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "check_outside": Message(
        "Outside the edit: {count} of {total} pixels changed.",
        "编辑区域之外：{total} 个像素中改变了 {count} 个。",
    ),
    "check_identity": Message(
        "Face, hair and hands: {percent} % as in the photo.",
        "面部、头发与双手：{percent}% 与照片一致。",
    ),
    "check_seen": Message(
        "Garment {garment}: {percent} % of it can be seen.",
        "服装 {garment}：可见部分占 {percent}%。",
    ),
    "check_colour": Message(
        "Garment {garment}: its colours are off by {apart} ΔE (2 can just be seen).",
        "服装 {garment}：颜色偏差 {apart} ΔE（2 为刚可察觉）。",
    ),
    "check_pattern": Message(
        "Garment {garment}: {percent} % of its pattern lies as it should.",
        "服装 {garment}：图案有 {percent}% 与原样一致。",
    ),
    "check_print": Message(
        "Garment {garment}: {percent} % of its print is in its place.",
        "服装 {garment}：印花有 {percent}% 在原位。",
    ),
    "reason_leaked": Message(
        "Pixels outside the edit changed.",
        "编辑区域之外的像素被改动。",
        "Paste the result back into the photo by its mask.",
        "请按蒙版将结果贴回原照片。",
    ),
    "reason_face": Message(
        "Face, hair or hands changed.",
        "面部、头发或双手被改动。",
        "Leave them out of the mask and try again.",
        "请将其排除在蒙版之外后重试。",
    ),
    "reason_hidden": Message(
        "Garment {garment} can hardly be seen.",
        "服装 {garment} 几乎看不到。",
        "Leave out the garment that lies over it.",
        "请去掉盖在它上面的服装。",
    ),
    "reason_garment": Message(
        "Garment {garment} is not the one in the photo.",
        "服装 {garment} 与照片中的不是同一件。",
        "Try again from the draft with less denoising.",
        "请以草图为起点，降低重绘幅度后重试。",
    ),
    "reason_pattern": Message(
        "Garment {garment} has another pattern.",
        "服装 {garment} 的图案不对。",
        "Try again from the draft with less denoising.",
        "请以草图为起点，降低重绘幅度后重试。",
    ),
    "reason_colour": Message(
        "Garment {garment} has another colour.",
        "服装 {garment} 的颜色不对。",
        "Try again with another seed, or match its colours to the draft's.",
        "请更换种子重试，或按草图校正颜色。",
    ),
    "reason_print": Message(
        "The print of garment {garment} is missing, moved or redrawn.",
        "服装 {garment} 的印花缺失、移位或被重画。",
        "Try again with less denoising, and keep the draft's print.",
        "请降低重绘幅度重试，并保留草图中的印花。",
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
