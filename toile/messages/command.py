"""Messages of the command line: help, usage errors, reports."""

from toile.messages.message import Message

_HELP = {
    "help_toile": Message("see a garment worn before it is bought", "先看上身效果，再决定要不要买"),
    "help_usage": Message("Usage", "用法"),
    "help_verbs": Message("Verbs", "命令"),
    "help_arguments": Message("Arguments", "参数"),
    "help_options": Message("Options", "选项"),
    "help_shared": Message("Everywhere", "通用选项"),
    "help_examples": Message("Examples", "示例"),
    "help_default": Message(" (default {value})", "（默认 {value}）"),
    "help_more": Message(
        "`toile VERB --help` explains one verb. Start with: toile try PERSON.jpg GARMENT.jpg -o look.png",
        "`toile 命令 --help` 查看单个命令的说明。试一试：toile try 人物.jpg 衣服.jpg -o look.png",
    ),
    "help_version": Message("Which version this is.", "显示版本号。"),
    "help_lang": Message("Speak English or Chinese.", "使用英文或中文。"),
    "help_debug": Message("Show the traceback of a bug.", "遇到程序错误时显示完整的调用栈。"),
    "help_help": Message("Show this page.", "显示本页。"),
    "help_try": Message(
        "Dress the person in one photo in the garments of others.", "把衣服照片“穿”到人物照片上。"
    ),
    "help_cutout": Message("Cut a garment out of its photo.", "把衣服从照片里抠出来。"),
    "help_pose": Message("Find the joints of the person in a photo.", "找出照片中人物的关节点。"),
    "help_recipe": Message("Show the recipe that a look carries.", "显示成品图里保存的配方。"),
    "help_world": Message(
        "Photograph digital mannequins, with exact truth for every pixel.",
        "拍摄数字模特，并给出每个像素的真值。",
    ),
    "help_demo": Message("Dress sample personas and lay out a lookbook.", "给示例人物换装，并排成一本画册。"),
    "help_doctor": Message("Say what this machine has and what it lacks.", "检查这台机器有什么、缺什么。"),
    "help_person": Message("Photo of the person.", "人物照片。"),
    "help_method": Message(
        "draft dresses a person's photo; mannequin paints a persona in the garments, from words and a small diffusion "
        "model.",
        "draft 给人物照片换装；mannequin 用小型扩散模型，按文字画出穿着这些衣服的虚拟人物。",
    ),
    "help_persona": Message(
        'Who wears it: a name (Mei), random, or "random:7,man,hair=short,skin=tan". For --method mannequin.',
        "由谁来穿：名字（梅）、random，或 “random:7,男,hair=波波头”。用于 --method mannequin。",
    ),
    "help_scene": Message(
        "Where, by name: park, street, white-studio, and on.", "场景的名称：park、street、white-studio 等。"
    ),
    "help_try_pose": Message(
        "How they stand, by name: walking, sitting, hand-on-hip, and on.",
        "姿势的名称：walking、sitting、hand-on-hip 等。",
    ),
    "help_words": Message("What else the picture should show.", "画面中还应有什么。"),
    "help_garment": Message(
        "Photos of garments; what each one is gets guessed.", "衣服照片，可以有多张；种类自动判断。"
    ),
    "help_output": Message(
        "Where the picture goes: .png, .jpg or .webp.", "成品图的文件名：.png、.jpg 或 .webp。"
    ),
    "help_output_alpha": Message("Where the cut-out goes: .png or .webp.", "抠图的文件名：.png 或 .webp。"),
    "help_top": Message("A top. May be repeated, like the next three.", "上装。可以重复，以下三项同样。"),
    "help_bottom": Message("Trousers, shorts or a skirt.", "裤子、短裤或半身裙。"),
    "help_dress": Message("A dress.", "连衣裙。"),
    "help_outer": Message("A jacket or cardigan, worn over the rest.", "外套或开衫，穿在最外面。"),
    "help_joints": Message(
        "Joints of the person, as `toile pose --json` writes them.",
        "人物的关节点，格式与 `toile pose --json` 的输出相同。",
    ),
    "help_length": Message(
        "How long: 0.9 a size shorter, 1.1 a size longer.", "衣长：0.9 短一码，1.1 长一码。"
    ),
    "help_fit": Message("How wide: 0.9 closer, 1.1 looser.", "宽松度：0.9 更贴身，1.1 更宽松。"),
    "help_tuck": Message("Tuck the top into the bottoms.", "上衣扎进下装里。"),
    "help_over": Message("Let the top hang over the bottoms.", "上衣放在下装外面。"),
    "help_stages": Message(
        "Keep the pictures of every stage in this folder.", "把每一步的中间图保存到这个文件夹。"
    ),
    "help_json": Message("Print the result as data.", "以 JSON 数据输出结果。"),
    "help_photo": Message("The photo.", "照片。"),
    "help_look": Message("A look that `toile try` saved.", "`toile try` 保存的成品图。"),
    "help_what": Message(
        "What to do: render samples with their truth, or lay out a gallery of everything.",
        "操作：render 渲染带真值的样本，gallery 生成全部内容的图库。",
    ),
    "help_folder": Message("The folder to write to; made where missing.", "输出文件夹，不存在时自动建立。"),
    "help_seed": Message("The number that decides everything.", "决定一切的随机种子。"),
    "help_looks": Message("How many of the 24 looks.", "24 套造型中要做几套。"),
    "help_count": Message(
        "How many samples (one if not said); of a gallery: of each chapter (all).",
        "样本数量（默认 1）；图库则为每一章的数量（默认全部）。",
    ),
    "help_size": Message(
        "Width and height in pixels: 384x512 if not said, in a gallery 288x384.",
        "宽和高（像素）：默认 384x512，图库默认 288x384。",
    ),
    "help_pose_name": Message("The pose; without it the seed chooses.", "姿势；不指定时由种子决定。"),
    "help_scene_name": Message("The scene; without it the seed chooses.", "场景；不指定时由种子决定。"),
}

_ERRORS = {
    "error_label": Message("Error: ", "错误："),
    "usage": Message(
        "That command could not be understood: {detail}.",
        "看不懂这条命令：{detail}。",
        "`{command} --help` shows how it is typed.",
        "用 `{command} --help` 查看写法。",
    ),
    "verb_unknown": Message(
        "There is no verb “{verb}”.",
        "没有“{verb}”这个命令。",
        "`toile --help` lists them all.",
        "用 `toile --help` 查看全部命令。",
    ),
    "verb_misspelt": Message(
        "There is no verb “{verb}”.",
        "没有“{verb}”这个命令。",
        "Did you mean `toile {near}`?",
        "是不是 `toile {near}`？",
    ),
    "option_unknown": Message(
        "There is no option {option}.",
        "没有 {option} 这个选项。",
        "`toile {verb} --help` lists them all.",
        "用 `toile {verb} --help` 查看全部选项。",
    ),
    "option_misspelt": Message(
        "There is no option {option}.", "没有 {option} 这个选项。", "Did you mean {near}?", "是不是 {near}？"
    ),
    "argument_missing": Message(
        "{name} is missing.",
        "缺少 {name}。",
        "`toile {verb} --help` shows how the command is typed.",
        "用 `toile {verb} --help` 查看写法。",
    ),
    "argument_extra": Message(
        "“{typed}” is one word too many.",
        "多了一个参数“{typed}”。",
        "Put quotation marks around a file name with spaces; see `toile {verb} --help`.",
        "文件名含空格时请加引号；写法见 `toile {verb} --help`。",
    ),
    "value_missing": Message(
        "{name} needs a value after it.",
        "{name} 后面缺少内容。",
        "Add it, for example a file name or a number.",
        "请补上，例如文件名或数字。",
    ),
    "number_out_of_range": Message(
        "{name} cannot be “{typed}”.",
        "{name} 不能是“{typed}”。",
        "Give a number from {least} to {most}.",
        "请填写 {least} 到 {most} 之间的数字。",
    ),
    "choice_unknown": Message(
        "{name} cannot be “{typed}”.",
        "{name} 不能是“{typed}”。",
        "Choose one of: {allowed}.",
        "可选：{allowed}。",
    ),
    "size_malformed": Message(
        "“{typed}” is no size.",
        "“{typed}”不是尺寸。",
        "Write width x height, for example 768x1024; each side from {least} to {most}.",
        "请写成“宽x高”，例如 768x1024；每边 {least} 到 {most}。",
    ),
    "unknown_language": Message(
        "There is no language “{name}” here.",
        "这里没有“{name}”这种语言。",
        "Use en or zh (--lang or TOILE_LANGUAGE).",
        "请用 en 或 zh（--lang 或 TOILE_LANGUAGE）。",
    ),
    "persona_unknown": Message(
        "There is no persona called {name}.",
        "没有名为 {name} 的人物。",
        'Choose one of: {known}; or a random model: random, "random:7,woman,hair=bob".',
        "可选：{known}；或随机模特：random、“random:7,女,hair=波波头”。",
    ),
    "persona_pin": Message(
        "Nothing called {name} can be pinned of a random model.",
        "随机模特没有名为 {name} 的属性。",
        "These can: {known}.",
        "可以指定：{known}。",
    ),
    "persona_value": Message(
        "A random model cannot have {typed} as its {name}.",
        "随机模特的 {name} 不能是 {typed}。",
        "It can be: {known}.",
        "可选：{known}。",
    ),
    "mannequin_takes_personas": Message(
        "The mannequin method paints people of its own; it takes no photo of a person.",
        "mannequin 方法自己画人物，不接受人物照片。",
        "Say who it should be: --persona Mei, or --persona random. To dress a photo: --method draft.",
        "请指定人物：--persona 梅，或 --persona random。要给照片换装，请用 --method draft。",
    ),
    "draft_takes_photos": Message(
        "The draft dresses the person of a photo, not a persona.",
        "draft 方法给照片中的人换装，不能用虚拟人物。",
        "Leave --persona out and name a photo, or use --method mannequin.",
        "请去掉 --persona 并提供人物照片，或改用 --method mannequin。",
    ),
    "option_of_drafts": Message(
        "{name} is for the draft; the mannequin method has no photo of a person to fit garments to.",
        "{name} 只用于 draft 方法；mannequin 方法没有可供贴合衣服的人物照片。",
        "Leave it out, or use --method draft.",
        "请去掉它，或改用 --method draft。",
    ),
    "option_of_mannequins": Message(
        "{name} is for the mannequin method; the draft keeps the photo's person, pose and place.",
        "{name} 只用于 mannequin 方法；draft 会保留照片里的人物、姿势和场景。",
        "Leave it out, or use --method mannequin with --persona.",
        "请去掉它，或用 --method mannequin 加 --persona。",
    ),
    "mannequin_shows_one": Message(
        "The painter was shown {name}; of the other garments it was told in words.",
        "模型看到的是 {name} 的照片；其余衣服只用文字描述。",
    ),
    "persona_label": Message("Persona", "人物"),
    "prompt_label": Message("Asked for", "提示词"),
    "no_garment_given": Message(
        "There is no garment to wear.",
        "没有要穿的衣服。",
        "Name at least one garment photo after the person's: toile try PERSON.jpg GARMENT.jpg -o look.png",
        "请在人物照片后面写上至少一张衣服照片：toile try 人物.jpg 衣服.jpg -o look.png",
    ),
    "output_needs_alpha": Message(
        "{path} cannot hold transparency: JPEG has none.",
        "{path} 存不了透明背景：JPEG 不支持透明。",
        "Use a name that ends with .png or .webp.",
        "请让文件名以 .png 或 .webp 结尾。",
    ),
    "tuck_and_over": Message(
        "--tuck and --over exclude each other.",
        "--tuck 和 --over 不能同时使用。",
        "Keep one of them, or none to wear the top as it falls.",
        "请只保留一个；都不写则按衣服自然的样子穿。",
    ),
    "joints_unreadable": Message(
        "The joints file {path} could not be read.",
        "无法读取关节点文件 {path}。",
        "`toile pose PHOTO --json > joints.json` writes one.",
        "可用 `toile pose 照片 --json > joints.json` 生成一份。",
    ),
    "bug_kept": Message(
        "Something went wrong inside Toile ({kind}). The traceback is in {path}.",
        "Toile 内部出错（{kind}）。调用栈已存入 {path}。",
        "Please report it with that file.",
        "请附上该文件反馈给我们。",
    ),
    "bug": Message(
        "Something went wrong inside Toile ({kind}).",
        "Toile 内部出错（{kind}）。",
        "Run it again with --debug to see where.",
        "加上 --debug 重新运行可查看位置。",
    ),
}

_DOCTOR = {
    "topic_python": Message("Python", "Python"),
    "topic_processor": Message("Processor", "处理器"),
    "topic_memory": Message("Memory", "内存"),
    "topic_data": Message("Data directory", "数据目录"),
    "topic_disk": Message("Disk", "磁盘"),
    "topic_base": Message("Instant draft", "即时草稿"),
    "topic_engine": Message("Diffusion engine", "扩散引擎"),
    "topic_serve": Message("API and pages", "接口与网页"),
    "topic_train": Message("Training", "训练"),
    "topic_dev": Message("Tests and checks", "测试与检查"),
    "topic_network": Message("Network", "网络"),
    "doctor_python": Message("{version} on {system}", "{version}，{system}"),
    "doctor_python_other": Message(
        "{version} on {system} is not one that is tested.",
        "{version}，{system}，不在测试范围内。",
        "Use Python 3.11, 3.12 or 3.13.",
        "请使用 Python 3.11、3.12 或 3.13。",
    ),
    "doctor_processor": Message("{name}, cores: {cores}, {features}", "{name}，核心数：{cores}，{features}"),
    "doctor_memory": Message("{free:.1f} of {whole:.1f} GB free", "共 {whole:.1f} GB，可用 {free:.1f} GB"),
    "doctor_memory_low": Message(
        "Only {free:.1f} of {whole:.1f} GB free.",
        "共 {whole:.1f} GB，仅 {free:.1f} GB 可用。",
        "Close other programs; {least:.0f} GB are comfortable.",
        "请关闭其他程序，留出 {least:.0f} GB 比较稳妥。",
    ),
    "doctor_unknown": Message("Could not be measured on this system.", "此系统上无法测量。"),
    "doctor_data": Message("{path} can be written.", "{path} 可写。"),
    "doctor_data_locked": Message(
        "{path} cannot be written: {reason}.",
        "无法写入 {path}：{reason}。",
        "Name another folder in TOILE_DATA.",
        "请用环境变量 TOILE_DATA 指定别的文件夹。",
    ),
    "doctor_disk": Message("{free:.1f} GB free", "可用 {free:.1f} GB"),
    "doctor_disk_low": Message(
        "Only {free:.1f} GB free.",
        "仅剩 {free:.1f} GB。",
        "Free some space, or name another disk in TOILE_DATA.",
        "请清理磁盘，或用 TOILE_DATA 指定别的磁盘。",
    ),
    "doctor_part": Message("{versions}", "{versions}"),
    "doctor_part_missing": Message(
        "Not installed: {missing}.", "未安装：{missing}。", "To add it: {command}", "安装命令：{command}"
    ),
    "doctor_direct": Message("No proxy and no package mirror set.", "未设置代理和软件源镜像。"),
    "doctor_network": Message("{name} = {value}", "{name} = {value}"),
}

MESSAGES: dict[str, Message] = {**_HELP, **_ERRORS, **_DOCTOR}
