"""Messages about picture files: reading one, writing one, the recipe inside one."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "photo_missing": Message(
        "There is no file {path}.",
        "找不到文件 {path}。",
        "Check the name and the folder, then try again.",
        "请检查文件名和所在文件夹，然后重试。",
    ),
    "photo_is_folder": Message(
        "{path} is a folder, not a picture.",
        "{path} 是文件夹，不是图片。",
        "Name one picture file inside it.",
        "请指定其中的一张图片。",
    ),
    "photo_not_regular": Message(
        "{path} is not an ordinary file.",
        "{path} 不是普通文件。",
        "Save the picture as a JPEG or PNG file and name that.",
        "请先把图片存成 JPEG 或 PNG 文件，再指定它。",
    ),
    "photo_unreadable": Message(
        "{path} could not be read: {reason}.",
        "无法读取 {path}：{reason}。",
        "Check the file's permissions, or copy it to a folder of your own.",
        "请检查文件权限，或把它复制到自己的文件夹里。",
    ),
    "photo_empty": Message(
        "{name} is empty (0 bytes).",
        "{name} 是空文件（0 字节）。",
        "Download or export the picture again.",
        "请重新下载或导出这张图片。",
    ),
    "photo_file_too_big": Message(
        "{name} is larger than {limit} MB.",
        "{name} 超过 {limit} MB。",
        "Save it as a JPEG of ordinary size.",
        "请把它存成大小适中的 JPEG。",
    ),
    "photo_not_image": Message(
        "{name} could not be read as a picture.",
        "{name} 不是能识别的图片。",
        "Use a JPEG, PNG, WebP, AVIF, TIFF or BMP file.",
        "请使用 JPEG、PNG、WebP、AVIF、TIFF 或 BMP 文件。",
    ),
    "photo_heic": Message(
        "{name} is an HEIC picture, which cannot be read here.",
        "{name} 是 HEIC 图片，这里读不了。",
        "Export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible).",
        "请导出为 JPEG（iPhone：设置 → 相机 → 格式 → 兼容性最佳）。",
    ),
    "photo_damaged": Message(
        "{name} is damaged or incomplete.",
        "{name} 已损坏或不完整。",
        "Download or export the picture again.",
        "请重新下载或导出这张图片。",
    ),
    "photo_animated": Message(
        "{name} holds {frames} pictures, not one.",
        "{name} 里有 {frames} 张图，而不是一张。",
        "Save the frame you want as a PNG or JPEG.",
        "请把需要的那一帧存成 PNG 或 JPEG。",
    ),
    "photo_too_large": Message(
        "{name} has more than {limit} million pixels.",
        "{name} 超过 {limit} 百万像素。",
        "Make it smaller: a long side of 2000 to 4000 pixels is plenty.",
        "请缩小图片：长边 2000 到 4000 像素就足够。",
    ),
    "photo_too_small": Message(
        "{name} is only {width} x {height} pixels.",
        "{name} 只有 {width} x {height} 像素。",
        "Use a picture whose shorter side has at least {least} pixels; 768 and more look good.",
        "请使用短边至少 {least} 像素的图片，768 以上效果才好。",
    ),
    # What was done to a photo on the way in. Not errors: shown with the look.
    "photo_turned": Message("The photo was turned upright as its EXIF says.", "已按 EXIF 信息把照片转正。"),
    "photo_cmyk": Message("The photo was converted from CMYK to sRGB.", "照片已从 CMYK 转换为 sRGB。"),
    "photo_deep": Message(
        "The photo was reduced from 16 to 8 bits per colour.", "照片已从每通道 16 位降到 8 位。"
    ),
    "photo_profile": Message(
        "The photo's colours were converted from its own profile to sRGB.",
        "照片颜色已从内嵌配置文件转换为 sRGB。",
    ),
    "photo_profile_broken": Message(
        "The photo's colour profile is broken and was ignored; colours may be slightly off.",
        "照片内嵌的颜色配置文件已损坏，未使用；颜色可能略有偏差。",
        "Export the photo again as sRGB if the colours look wrong.",
        "如果颜色不对，请重新导出为 sRGB。",
    ),
    "photo_transparent": Message(
        "The photo has transparent parts; they count as white background.",
        "照片有透明部分，按白色背景处理。",
    ),
    "output_suffix": Message(
        "{path} does not say which kind of picture to write.",
        "看不出 {path} 要存成哪种图片。",
        "End the name with {allowed}.",
        "请让文件名以 {allowed} 结尾。",
    ),
    "output_is_folder": Message(
        "{path} is a folder.",
        "{path} 是文件夹。",
        "Name a file in it, for example {example}.",
        "请指定其中的文件名，例如 {example}。",
    ),
    "output_no_folder": Message(
        "The folder {folder} does not exist.",
        "文件夹 {folder} 不存在。",
        "Make it first, or choose another place with -o.",
        "请先建立它，或用 -o 指定别的位置。",
    ),
    "output_not_folder": Message(
        "{path} is a file, not a folder.",
        "{path} 是文件，不是文件夹。",
        "Choose another folder name.",
        "请换一个文件夹名。",
    ),
    "output_unwritable": Message(
        "{path} cannot be written: {reason}.",
        "无法写入 {path}：{reason}。",
        "Choose a place that you may write to, with -o.",
        "请用 -o 指定一个可写的位置。",
    ),
    "output_no_space": Message(
        "There is no room left on the disk for {path}.",
        "磁盘空间不足，写不下 {path}。",
        "Free some space, or choose another disk with -o.",
        "请清理磁盘，或用 -o 指定别的磁盘。",
    ),
    "output_lossy": Message(
        "{name} is a lossy file: every pixel may differ a little from the photo.",
        "{name} 是有损格式：每个像素都可能与原照片略有差别。",
        "Use a name that ends with .png to keep the pixels outside the edit exactly.",
        "文件名以 .png 结尾，可让编辑区以外的像素分毫不变。",
    ),
    "output_is_source": Message(
        "{path} is one of the photos that go in.",
        "{path} 是输入的照片之一。",
        "Choose another name with -o, so that your photo is not overwritten.",
        "请用 -o 换个文件名，以免覆盖原照片。",
    ),
    "recipe_missing": Message(
        "{name} carries no recipe.",
        "{name} 里没有配方。",
        "Use a picture that `toile try` saved as PNG, JPEG or WebP, not a copy that an app converted.",
        "请使用 `toile try` 保存的 PNG、JPEG 或 WebP 原图，而不是经其他软件转换的副本。",
    ),
    "recipe_damaged": Message(
        "The recipe in {name} cannot be read.",
        "{name} 里的配方无法读取。",
        "Use the file as it was saved; something has changed it since.",
        "请使用最初保存的文件，它后来被改动过。",
    ),
}
