"""Messages about: garment."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "no_garment": Message(
        "No garment was found in this photo.",
        "这张照片中没有找到服装。",
        "Use a photo of one garment, laid flat or hung, on a plain background.",
        "请使用单件服装平铺或悬挂在纯色背景上的照片。",
    ),
    "garment_small": Message(
        "The garment covers less than 6 % of the photo.",
        "服装在照片中所占面积不到 6%。",
        "Crop closer to the garment, or use a larger photo.",
        "请裁剪得更靠近服装，或使用更大的照片。",
    ),
    "garment_cut": Message(
        "The garment reaches the edge of the photo, so its missing parts are guessed.",
        "服装碰到了照片边缘，缺失的部分只能推测。",
        "Use a photo that shows the whole garment with some space around it.",
        "请使用完整显示服装并留有边距的照片。",
    ),
    "several_garments": Message(
        "The photo seems to show more than one garment; the largest is used.",
        "照片中似乎有多件服装，将使用最大的一件。",
        "Crop the photo to one garment.",
        "请将照片裁剪为只包含一件服装。",
    ),
    "same_as_background": Message(
        "The garment has nearly the colour of the background, so its outline may be wrong.",
        "服装与背景颜色几乎相同，轮廓可能不准确。",
        "Check the cut-out, or use a photo on a background of another colour.",
        "请检查抠图结果，或使用背景颜色不同的照片。",
    ),
    "busy_background": Message(
        "The background is busy, so the cut-out may be wrong.",
        "背景较杂乱，抠图可能不准确。",
        "Use a photo on a plain background, or a picture with a transparent background.",
        "请使用纯色背景的照片，或透明背景的图片。",
    ),
    "worn_garment": Message(
        "This photo shows the garment on a person, so the draft is rough.",
        "照片中的服装穿在人身上，预览效果会比较粗略。",
        "Use a photo of the garment alone, laid flat or on an invisible mannequin.",
        "请使用服装单独平铺或隐形模特的照片。",
    ),
    "wrong_category": Message(
        "“{garment}” does not look like the kind of garment it was said to be; the result may look wrong.",
        "“{garment}”看起来与指定的类别不符，效果可能不对。",
        "Leave the category to be guessed, or check --top, --bottom, --dress and --outer.",
        "可让程序自动判断类别，或检查 --top、--bottom、--dress、--outer 选项。",
    ),
    "landmarks_unsure": Message(
        "The parts of the garment (shoulders, sleeves, hem) could not be placed with certainty.",
        "服装各部位(肩、袖、下摆)的位置无法确定。",
        "Use a photo from the front with sleeves or legs apart from the body of the garment.",
        "请使用正面照片，并让袖子或裤腿与衣身分开。",
    ),
    "landmarks_mirrored": Message(
        "One side of the garment is hard to read, so the other side was mirrored.",
        "服装有一侧难以辨认，已用另一侧镜像代替。",
        "Use a photo from the front with nothing hanging over the side.",
        "请使用正面照片，侧面不要有垂挂物遮挡。",
    ),
}
