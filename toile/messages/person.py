"""Messages about: the person in a photo, and joints given for one."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "joints_not_json": Message(
        "The joints file is not JSON.",
        "关节点文件不是有效的 JSON。",
        "`toile pose PHOTO --json` writes one that works; edit that.",
        "可先用 `toile pose PHOTO --json` 生成一份，再在其上修改。",
    ),
    "joints_malformed": Message(
        "The joints file is malformed at “{where}”.",
        "关节点文件在“{where}”处格式有误。",
        "A joint is [x, y] or [x, y, confidence] in pixels; `toile pose PHOTO --json` shows the whole shape.",
        "每个关节点应为像素坐标 [x, y] 或 [x, y, 置信度]；完整格式见 `toile pose PHOTO --json`。",
    ),
    "joints_out_of_range": Message(
        "The joints file holds a number at “{where}” that is no place in a picture.",
        "关节点文件在“{where}”处的数值不是图中的位置。",
        "Use pixels of the photo, x to the right and y down.",
        "请使用照片的像素坐标：x 向右，y 向下。",
    ),
    "joints_other_photo": Message(
        "The joints file holds {count} photos, but not “{photo}”.",
        "关节点文件含 {count} 张照片，但没有“{photo}”。",
        "Name the photo's entry by its file name without the ending.",
        "请用不带扩展名的照片文件名作为条目名。",
    ),
    "joints_missing": Message(
        "The joints file lacks: {names}.",
        "关节点文件缺少：{names}。",
        "Shoulders and hips are needed at least; they may lie outside the picture.",
        "至少需要双肩和双髋，位置可以在图外。",
    ),
    "joints_implausible": Message(
        "In the joints file shoulders and hips fall together.",
        "关节点文件中的肩与髋重合。",
        'Use pixels, not shares of the picture, or state the size they were measured on: "size": [w, h].',
        '请使用像素而不是比例，或写明测量时的图片大小："size": [w, h]。',
    ),
    "no_person": Message(
        "No person can be made out in this photo.",
        "照片中看不出人物。",
        "Use a photo where shoulders and hips are visible, or give the joints with --joints FILE.",
        "请使用能看到肩和髋的照片，或用 --joints FILE 提供关节点。",
    ),
    "person_unclear": Message(
        "The background is busy, and no person can be told from it.",
        "背景杂乱，无法从中辨认出人物。",
        "Use a photo before a plain background, or give the joints with --joints FILE.",
        "请使用背景干净的照片，或用 --joints FILE 提供关节点。",
    ),
    "persons_unclear": Message(
        "There seem to be {count} people in the photo, and none can be told from the others.",
        "照片中似乎有 {count} 个人，无法把其中任何一位区分出来。",
        "Crop the photo to one person.",
        "请把照片裁剪到只有一个人。",
    ),
    "person_headless": Message(
        "The head is outside the picture, so shoulders and hips cannot be found.",
        "头部在画面之外，因此找不到肩和髋。",
        "Use a photo that shows the whole head, or give the joints with --joints FILE.",
        "请使用拍到完整头部的照片，或用 --joints FILE 提供关节点。",
    ),
    "person_cropped": Message(
        "Outside the picture: {joints}. What is not in the photo cannot be dressed.",
        "以下部位在画面之外：{joints}。照片里没有的部分无法试穿。",
        "Tops need the picture from head to hips, trousers and dresses to the feet.",
        "上装需要头到髋部的照片，裤装和连衣裙需要拍到脚。",
    ),
    "person_small": Message(
        "The person takes only {share:.0%} of the picture's height.",
        "人物只占画面高度的 {share:.0%}。",
        "Crop the photo closer, or use one taken from nearer.",
        "请裁剪照片，或使用更近的照片。",
    ),
    "low_resolution": Message(
        "The photo's shorter side has {pixels} pixels: the result will be soft.",
        "照片短边只有 {pixels} 像素，结果会比较模糊。",
        "Use a photo with at least 512 pixels on the shorter side.",
        "请使用短边至少 512 像素的照片。",
    ),
    "photo_tiny": Message(
        "The photo's shorter side has only {pixels} pixels.",
        "照片短边只有 {pixels} 像素。",
        "Use a photo with at least 256 pixels on the shorter side, better 512.",
        "请使用短边至少 256 像素的照片，最好 512 以上。",
    ),
    "blurry": Message(
        "The person is out of focus or moved.",
        "人物失焦或有运动模糊。",
        "A sharper photo gives a sharper result.",
        "更清晰的照片会得到更清晰的结果。",
    ),
    "several_persons": Message(
        "There seem to be {count} people in the photo; the largest one is dressed.",
        "照片中似乎有 {count} 个人，将为最大的那位试穿。",
        "Crop the photo to one person.",
        "请把照片裁剪到只有一个人。",
    ),
    "arms_crossed": Message(
        "An arm lies in front of the body ({joints}); the garment may run over it.",
        "手臂在身体前方（{joints}），衣物可能会盖住手臂。",
        "A photo with the arms at the sides gives the best draft.",
        "手臂自然垂放的照片效果最好。",
    ),
    "turned_away": Message(
        "The person is seen from behind; the front of the garment would lie on their back.",
        "人物背对镜头；衣物的正面会出现在背上。",
        "Use a photo taken from the front.",
        "请使用正面照片。",
    ),
    "turned_pose": Message(
        "The body is turned to the side; a print will still face the viewer.",
        "身体侧转，而图案仍会朝向正面。",
        "Use a photo taken from the front.",
        "请使用正面照片。",
    ),
    "hand_over_garment": Message(
        "A hand covers part of the garment ({joints}); its edge may be rough.",
        "手挡住了部分衣物（{joints}），边缘可能不平整。",
        "Use a photo with the hands beside the body.",
        "请使用双手放在身体两侧的照片。",
    ),
    "unsure_pose": Message(
        "The joints were guessed from the outline and may be wrong (confidence {confidence:.0%}).",
        "关节点由轮廓推测，可能有误（置信度 {confidence:.0%}）。",
        "Check the joints with `toile pose PHOTO`, correct them and give them with --joints FILE.",
        "请用 `toile pose PHOTO` 检查关节点，修正后用 --joints FILE 提供。",
    ),
    "covered_by_hair": Message(
        "Hair lies over the shoulders; it is kept in front of the garment, with a rough edge.",
        "头发披在肩前；头发会保留在衣物之前，但边缘可能粗糙。",
        "Hair behind the shoulders gives a cleaner neckline.",
        "头发放到肩后，领口会更干净。",
    ),
    "busy_scene": Message(
        "The background is busy; the outline of the person may be wrong.",
        "背景杂乱，人物轮廓可能不准。",
        "A plain background, or joints given with --joints FILE, helps.",
        "使用纯色背景，或用 --joints FILE 提供关节点会更好。",
    ),
    "bare_as_dressed": Message(
        "Skin and clothes have nearly the same colour here; the border between them is a guess.",
        "皮肤与衣物颜色相近，两者的边界是推测的。",
        "More even light or clothes of another colour help.",
        "更均匀的光线或不同颜色的衣物会更好。",
    ),
}
