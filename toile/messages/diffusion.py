"""Messages about checkpoints, and about making pictures from them."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "checkpoint_missing": Message(
        "There is no checkpoint {name}.",
        "找不到模型 {name}。",
        "Give a diffusers folder or a .safetensors file.",
        "请指定 diffusers 文件夹或 .safetensors 文件。",
    ),
    "checkpoint_part_missing": Message(
        "The checkpoint {name} has no {part}.",
        "模型 {name} 缺少 {part}。",
        "Copy it from where the checkpoint came from, or use another checkpoint.",
        "请从模型来源处补上，或换用其他模型。",
    ),
    "checkpoint_pickle": Message(
        "{name} is a pickle, which can run any program when it is opened; it is not read.",
        "{name} 是 pickle 文件，打开时可能执行任意程序，因此不予读取。",
        "Convert it to .safetensors on a machine that you can do without.",
        "请在隔离的机器上将其转换为 .safetensors。",
    ),
    "checkpoint_truncated": Message(
        "{name} ends before it should: some of it is missing.",
        "{name} 不完整：文件提前结束。",
        "Copy or download it again.",
        "请重新复制或下载。",
    ),
    "checkpoint_broken": Message(
        "{name} cannot be read: it is not what its name says, or it is damaged.",
        "无法读取 {name}：内容与名称不符，或文件已损坏。",
        "Copy or download it again.",
        "请重新复制或下载。",
    ),
    "checkpoint_family": Message(
        "{name} is a kind of checkpoint that Toile does not know. It knows {known}.",
        "{name} 是 Toile 不支持的模型类型。支持的类型：{known}。",
        "Use a checkpoint of one of these kinds.",
        "请使用以上类型的模型。",
    ),
    "checkpoint_dtype": Message(
        "{name} holds weights as {dtype}, which are not read.",
        "{name} 的权重格式为 {dtype}，暂不支持。",
        "Use a copy of it with float16, bfloat16 or float32 weights.",
        "请使用 float16、bfloat16 或 float32 格式的版本。",
    ),
    "checkpoint_shape": Message(
        "In {name} the weights {part} have the shape {found} instead of {wanted}.",
        "{name} 中权重 {part} 的形状为 {found}，应为 {wanted}。",
        "Copy it again, or use another checkpoint.",
        "请重新复制，或换用其他模型。",
    ),
    "checkpoint_prediction": Message(
        "{name} was trained to predict something that Toile does not know: {said}.",
        "{name} 的预测类型 {said} 不受支持。",
        "Use a checkpoint that predicts epsilon or v_prediction.",
        "请使用预测类型为 epsilon 或 v_prediction 的模型。",
    ),
    "tokenizer_missing": Message(
        "{name} is one file, and such files hold no tokenizer; {files} were not found.",
        "{name} 是单文件模型，不含分词器；未找到 {files}。",
        "Copy them from the folder tokenizer of any Stable Diffusion in diffusers' form to {folder}.",
        "请从任一 diffusers 格式 Stable Diffusion 的 tokenizer 文件夹复制到 {folder}。",
    ),
    "tryon_missing": Message(
        "The checkpoint {name} has no branch that looks at garments.",
        "模型 {name} 没有用于识别衣服的分支。",
        "Use the one that ships with Toile, or train one: toile train mannequin (docs/mannequin.md).",
        "请使用随 Toile 提供的模型，或自行训练：toile train mannequin（见 docs/mannequin.md）。",
    ),
    "memory_short": Message(
        "{name} needs about {need} GB of memory for that, and {free} GB are free.",
        "{name} 约需 {need} GB 内存，目前可用 {free} GB。",
        "Close other programs, make a smaller picture, or use a smaller checkpoint.",
        "请关闭其他程序、减小图片尺寸，或换用较小的模型。",
    ),
    "control_strange": Message(
        "{name} is not a ControlNet that Toile can read.",
        "{name} 不是 Toile 可读取的 ControlNet。",
        "Use a ControlNet for Stable Diffusion 1.5 or XL, as a diffusers folder or a .safetensors file.",
        "请使用适用于 Stable Diffusion 1.5 或 XL 的 ControlNet（diffusers 文件夹或 .safetensors 文件）。",
    ),
    "control_family": Message(
        "The ControlNet {name} was made for another kind of checkpoint than {model}.",
        "ControlNet {name} 与模型 {model} 类型不符。",
        "Use one that was made for the same kind.",
        "请使用同一类型的 ControlNet。",
    ),
    "control_wrong": Message(
        "--control {typed} is not of the form KIND:IMAGE:MODEL.",
        "--control {typed} 的格式不是 KIND:IMAGE:MODEL。",
        "Write for example pose:skeleton.png:control-openpose.safetensors, with :0.8 behind it for a weight.",
        "例如 pose:skeleton.png:control-openpose.safetensors，可在其后加 :0.8 表示权重。",
    ),
    "adapter_kind": Message(
        "{name} is not an IP-Adapter of the plain kind.",
        "{name} 不是普通类型的 IP-Adapter。",
        "Use ip-adapter_sd15 or ip-adapter_sdxl as .safetensors; plus and face kinds are not read.",
        "请使用 .safetensors 格式的 ip-adapter_sd15 或 ip-adapter_sdxl；暂不支持 plus 与 face 类型。",
    ),
    "adapter_family": Message(
        "The IP-Adapter {name} was not made for {model}.",
        "IP-Adapter {name} 与 {model} 不匹配。",
        "Use one that was made for the same kind of checkpoint, with its own folder image_encoder beside it.",
        "请使用同类模型的 IP-Adapter，并将其 image_encoder 文件夹放在旁边。",
    ),
    "image_wrong": Message(
        "--image-prompt {typed} is not of the form IMAGE:ADAPTER.",
        "--image-prompt {typed} 的格式不是 IMAGE:ADAPTER。",
        "Write for example dress.png:ip-adapter.safetensors, with :0.6 behind it for a weight.",
        "例如 dress.png:ip-adapter.safetensors，可在其后加 :0.6 表示权重。",
    ),
    "help_refiner": Message(
        "A checkpoint that takes over for the last steps.",
        "在最后若干步接手的精修模型。",
    ),
    "help_refiner_switch": Message(
        "When it takes over: 0.8 after four fifths.",
        "切换时机：0.8 表示完成五分之四后。",
    ),
    "help_soft": Message(
        "Soft inpainting: greys of the mask mix picture and painting.",
        "柔和重绘：蒙版的灰度决定原图与重绘的混合程度。",
    ),
    "help_restore_faces": Message(
        "Restores the face with a network of that name (models/faces).",
        "用指定模型修复面部（models/faces）。",
    ),
    "help_compile": Message(
        "On a card: compiles networks that are run often, for long batches.",
        "在显卡上编译反复运行的网络，适合批量生成。",
    ),
    "help_image_prompt": Message(
        "A picture in the prompt, the IP-Adapter for it, and :0.6 for a weight.",
        "图片提示及其 IP-Adapter，可在其后加 :0.6 表示权重。",
    ),
    "lora_missing": Message(
        "The prompt names a LoRA {name}, and there is none of that name; the picture was made without it.",
        "提示词引用了 LoRA {name}，但未找到；生成时已忽略。",
        "Put {name}.safetensors into {folder}.",
        "请将 {name}.safetensors 放入 {folder}。",
    ),
    "lora_kind": Message(
        "{name} changes weights in a way that Toile does not know; LoRA, LoCon, LoHa and LoKr are known.",
        "{name} 的类型不受支持；支持 LoRA、LoCon、LoHa 与 LoKr。",
        "Use another file.",
        "请换用其他文件。",
    ),
    "lora_family": Message(
        "The LoRA {name} was made for another kind of checkpoint than {model}: {layer} does not fit.",
        "LoRA {name} 与模型 {model} 类型不符：{layer} 不匹配。",
        "Take it out of the prompt, or use the kind of checkpoint that it was made for.",
        "请从提示词中移除，或换用与之匹配的模型。",
    ),
    "network_unknown": Message(
        "The prompt names a network of the kind {kind}, which Toile does not know; it was left out.",
        "提示词引用了未知类型 {kind} 的附加网络，已忽略。",
        "Known is <lora:NAME:STRENGTH>.",
        "支持的写法：<lora:NAME:STRENGTH>。",
    ),
    "embedding_strange": Message(
        "The embedding {name} was not made for a checkpoint such as {model}.",
        "嵌入 {name} 与模型 {model} 不匹配。",
        "Take it out of the folder of embeddings.",
        "请将其移出嵌入文件夹。",
    ),
    "size_wrong": Message(
        "A {name} of {value} pixels is not possible.",
        "{name} 不能为 {value} 像素。",
        "Use {least} to {most}.",
        "请使用 {least} 到 {most}。",
    ),
    "size_unreadable": Message(
        "{typed} is not a size.",
        "{typed} 不是有效的尺寸。",
        "Write WIDTHxHEIGHT, for example 512x768.",
        "请按 宽x高 填写，例如 512x768。",
    ),
    "size_rounded": Message(
        "The picture is {width} × {height}: sides are multiples of 8.",
        "图片尺寸为 {width} × {height}：边长须为 8 的倍数。",
        "Ask for multiples of 8 to have just what you ask for.",
        "使用 8 的倍数即可得到所需尺寸。",
    ),
    "count_wrong": Message(
        "{value} pictures cannot be made at once.",
        "一次不能生成 {value} 张图片。",
        "Ask for 1 to {most}.",
        "请填写 1 到 {most}。",
    ),
    "seed_wrong": Message(
        "{value} is not a seed.",
        "{value} 不是有效的种子。",
        "Use a whole number from 0 to 2^64 - 1, or none for any.",
        "请使用 0 到 2^64 - 1 的整数，留空则随机。",
    ),
    "prompt_long": Message(
        "The prompt is longer than {most} letters.",
        "提示词超过 {most} 个字符。",
        "Shorten it; a few dozen words are usual.",
        "请缩短提示词，通常几十个词即可。",
    ),
    "mask_resized": Message(
        "The mask had another size; it was stretched to {width} × {height}.",
        "蒙版尺寸不同，已拉伸为 {width} × {height}。",
        "Give a mask of the picture's size to decide for yourself.",
        "如需精确控制，请提供与图片同尺寸的蒙版。",
    ),
    "mask_empty": Message(
        "The mask is empty: the whole picture was repainted.",
        "蒙版为空：已重绘整张图片。",
        "Paint white where the picture is to change.",
        "请将需要修改的区域涂成白色。",
    ),
    "mask_alone": Message(
        "A mask needs a picture.",
        "使用蒙版需要提供图片。",
        "Name it with --init.",
        "请用 --init 指定图片。",
    ),
    "guest_missing": Message(
        "{name} needs spandrel and what belongs to it, which does not work here: {why}.",
        "{name} 需要 spandrel 及其依赖，但当前环境无法使用：{why}。",
        "Run: pip install 'toile[upscale]', with torchvision of the same build as torch; "
        "Lanczos, Nearest and Latent need nothing.",
        "请运行：pip install 'toile[upscale]'，并确保 torchvision 与 torch 版本匹配；"
        "Lanczos、Nearest 和 Latent 无需安装。",
    ),
    "guest_strange": Message(
        "{name} is no upscaler or restorer of faces that is known: {why}.",
        "{name} 不是可识别的放大或面部修复模型：{why}。",
        "Use a model that spandrel supports, such as ESRGAN, SwinIR, DAT or GFPGAN.",
        "请使用 spandrel 支持的模型，例如 ESRGAN、SwinIR、DAT 或 GFPGAN。",
    ),
    "guest_failed": Message(
        "{name} did not finish: {why}.",
        "{name} 未能完成：{why}。",
        "Try a smaller picture, or Lanczos.",
        "请缩小图片，或改用 Lanczos。",
    ),
    "face_model_unknown": Message(
        "There is no network for faces called {name}.",
        "没有名为 {name} 的面部修复模型。",
        "Put its file into {folder}; there is: {known}.",
        "请将模型文件放入 {folder}；现有：{known}。",
    ),
    "face_unseen": Message(
        "No face was seen in the picture; it was left as it is.",
        "图片中未检测到面部，保持原样。",
        "Faces are restored where both eyes and the nose show.",
        "双眼和鼻子可见时才会修复面部。",
    ),
    "refiner_family": Message(
        "{name} cannot refine what {model} makes: their latents differ.",
        "{name} 不能用作 {model} 的精修模型：两者的潜空间不同。",
        "Use a refiner of the same family.",
        "请使用同一系列的精修模型。",
    ),
    "switch_wrong": Message(
        "A refiner cannot take over at {value}.",
        "精修模型的切换位置 {value} 无效。",
        "Use a share of the steps above 0 and up to 1; 0.8 is usual.",
        "请使用 0 到 1 之间的比例，常用值为 0.8。",
    ),
    "size_untrained": Message(
        "The checkpoint was not trained for {width} x {height}.",
        "该模型未针对 {width} x {height} 训练。",
        "Use one of: {known}; an upscaler makes the picture larger afterwards.",
        "可用的尺寸：{known}；之后可用放大方法放大图片。",
    ),
    "words_unknown": Message(
        "{name} was never taught: {words}.",
        "模型 {name} 不认识这些词：{words}。",
        "Say it in words of clothes, people, places and poses.",
        "请使用描述服装、人物、场景和姿势的词语。",
    ),
    "scene_unknown": Message(
        "There is no scene called {name}.",
        "没有名为 {name} 的场景。",
        "Use one of: {known}.",
        "可用的场景：{known}。",
    ),
    "pose_unknown": Message(
        "There is no pose called {name}.",
        "没有名为 {name} 的姿势。",
        "Use one of: {known}.",
        "可用的姿势：{known}。",
    ),
    "prompt_scene": Message(
        "Your words say “{said}”: the place {instead} was left out.",
        "您的描述中提到“{said}”，因此未使用场景 {instead}。",
        "Take those words out to have it.",
        "如需该场景，请删去这些词。",
    ),
    "prompt_pose": Message(
        "Your words say “{said}”: the pose {instead} was left out.",
        "您的描述中提到“{said}”，因此未使用姿势 {instead}。",
        "Take those words out to have it.",
        "如需该姿势，请删去这些词。",
    ),
    "prompt_person": Message(
        "“{said}” was left out of your words: the person is a {instead}.",
        "已从描述中去掉“{said}”：所选人物与此不符（{instead}）。",
        "Choose another person to have it.",
        "如需如此，请选择其他人物。",
    ),
    "prompt_garment": Message(
        "“{said}” was left out of your words: the garment is {instead}.",
        "已从描述中去掉“{said}”：该服装的颜色是 {instead}。",
        "Choose another garment to have it.",
        "如需如此，请选择其他服装。",
    ),
    "prompt_no_negative": Message(
        "Models of the family {family} heed no negative prompt; yours was left out.",
        "{family} 系列模型不支持反向提示词，已忽略。",
        "Say in the prompt what you want instead.",
        "请在提示词中写明想要的内容。",
    ),
    "upscaler_unknown": Message(
        "There is no upscaler called {name}.",
        "没有名为 {name} 的放大方法。",
        "Use one of: {known}.",
        "可用的方法：{known}。",
    ),
    "hires_wrong": Message(
        "{typed} is not how much larger a picture can be made.",
        "{typed} 不是有效的放大倍数。",
        "Write for example 2x; from 1x to 4x.",
        "例如 2x，范围为 1x 到 4x。",
    ),
    "grid_axis": Message(
        "A grid has no axis called {name}.",
        "没有名为 {name} 的网格轴。",
        "Use one of: {known}.",
        "可用的轴：{known}。",
    ),
    "grid_value": Message(
        "{value} is no value of the axis {axis}.",
        "{value} 不是轴 {axis} 的有效值。",
        "Write for example 1, 2, 5 or 1-10 (+3) or 0-1 [5].",
        "例如 1, 2, 5 或 1-10 (+3) 或 0-1 [5]。",
    ),
    "grid_search": Message(
        "The prompt does not say {text}, which the grid is to exchange.",
        "提示词中没有网格要替换的 {text}。",
        "Begin the axis Prompt S/R with words of the prompt.",
        "请让 Prompt S/R 轴的第一个值出现在提示词中。",
    ),
    "grid_large": Message(
        "A grid of {count} pictures cannot be made.",
        "无法生成 {count} 张图片的网格。",
        "Choose values for 1 to {most}.",
        "请选择 1 到 {most} 张的取值。",
    ),
    "style_missing": Message(
        "There is no style {name} in {path}.",
        "{path} 中没有样式 {name}。",
        "Known are: {known}.",
        "已有样式：{known}。",
    ),
    "help_style": Message(
        "A style of TOILE_DATA/styles.csv that the prompt is joined with. May be repeated.",
        "与提示词合并的样式（来自 TOILE_DATA/styles.csv），可重复。",
    ),
    "parameters_missing": Message(
        "{name} does not say how it was made.",
        "{name} 中没有生成参数。",
        "Use a PNG that Toile or AUTOMATIC1111 saved and nobody has edited since.",
        "请使用 Toile 或 AUTOMATIC1111 保存且未经编辑的 PNG。",
    ),
    "parameters_wrong": Message(
        "The picture's parameters say {name}: {value}, which makes no sense.",
        "图片参数 {name}: {value} 无效。",
        "Give the parameters by hand.",
        "请手动填写参数。",
    ),
    "parameters_picture": Message(
        "That picture was made from another one, which it does not contain.",
        "该图片由另一张图片生成，而原图不在其中。",
        "Name it with --init (and its mask with --mask).",
        "请用 --init 指定原图（如有蒙版，用 --mask 指定）。",
    ),
    "start_other": Message(
        "The picture given with --init is not the one that {name} was made from.",
        "--init 指定的图片不是生成 {name} 的原图。",
        "Give the same file to have the same picture.",
        "请使用同一文件以得到相同的图片。",
    ),
    "picture_again": Message(
        "{name} was made with another picture, which it does not contain and which was not given.",
        "{name} 还使用了另一张图片，该图片不在其中，也未提供。",
        "Give the same file again with {option}.",
        "请用 {option} 再次指定同一文件。",
    ),
    "picture_cancelled": Message(
        "The picture was cancelled.", "已取消生成。", "Ask again to make it.", "如需生成请重新提交。"
    ),
    "sampler_unknown": Message(
        "There is no sampling method called {name}.",
        "没有名为 {name} 的采样方法。",
        "Use one of: {nearest}.",
        "可用的方法：{nearest}。",
    ),
    "schedule_unknown": Message(
        "There is no schedule called {name}.",
        "没有名为 {name} 的调度类型。",
        "Use one of: {nearest}.",
        "可用的类型：{nearest}。",
    ),
    "steps_wrong": Message(
        "A picture cannot be made in {value} steps.",
        "无法用 {value} 步生成图片。",
        "Use 1 to {most}; 20 to 30 are usual.",
        "请使用 1 到 {most} 步，通常为 20 到 30 步。",
    ),
    "denoise_wrong": Message(
        "A denoising strength of {value} makes no sense.",
        "重绘幅度 {value} 无效。",
        "Use a number from 0 (nothing changes) to 1 (nothing is kept).",
        "请使用 0（不变）到 1（完全重绘）之间的数。",
    ),
    "cfg_wrong": Message(
        "A CFG scale of {value} makes no sense.",
        "CFG 系数 {value} 无效。",
        "Use a number between 1 and 30; 7 is usual.",
        "请使用 1 到 30 之间的数，通常为 7。",
    ),
    "help_create": Message(
        "Make pictures of a prompt with Stable Diffusion.", "用 Stable Diffusion 按提示词生成图片。"
    ),
    "help_prompt": Message(
        "What the picture shows; (words:1.3), [a:b:0.5], AND, BREAK and <lora:name:0.8> are understood.",
        "图片内容；支持 (词:1.3)、[a:b:0.5]、AND、BREAK 与 <lora:名称:0.8>。",
    ),
    "help_negative": Message("What it should not show.", "不希望出现的内容。"),
    "help_checkpoint": Message(
        "A diffusers folder or a .safetensors file, or the name of one among the models.",
        "diffusers 文件夹、.safetensors 文件，或模型目录中的名称。",
    ),
    "help_create_size": Message(
        "Width and height in pixels: the checkpoint's own if not said, with --init that picture's.",
        "宽和高（像素）：默认为模型自身的尺寸，使用 --init 时默认与原图相同。",
    ),
    "help_create_steps": Message(
        "Steps: 20 if not said; more than 30 seldom shows.", "步数：默认 20，超过 30 通常差别不大。"
    ),
    "help_cfg": Message(
        "How closely the prompt is followed: 7 if not said; 1 turns the negative prompt off.",
        "提示词引导强度：默认 7；为 1 时负面提示词不起作用。",
    ),
    "help_sampler": Message(
        "Sampling method: DPM++ 2M if not said; Euler a, DPM++ 2M SDE, UniPC, LCM and others.",
        "采样方法：默认 DPM++ 2M；另有 Euler a、DPM++ 2M SDE、UniPC、LCM 等。",
    ),
    "help_schedule": Message(
        "Schedule of noise levels: the sampler's own if not said; Karras, Exponential and others.",
        "噪声调度：默认由采样方法决定；可选 Karras、Exponential 等。",
    ),
    "help_create_seed": Message(
        "The seed: any if not said; the same makes the same picture.",
        "种子：默认随机；相同种子得到相同图片。",
    ),
    "help_create_count": Message(
        "How many pictures, with seeds one after another.", "图片数量，种子依次递增。"
    ),
    "help_init": Message("A picture to begin with.", "作为起点的图片。"),
    "help_denoise": Message(
        "How much of it changes: 0 nothing, 1 everything; 0.75 if not said, 0.7 with --hires.",
        "重绘幅度：0 不变，1 完全重绘；默认 0.75，使用 --hires 时默认 0.7。",
    ),
    "help_resize_mode": Message(
        "How it meets another size: stretch, crop, fill or latent.",
        "尺寸不同时的处理：stretch 拉伸、crop 裁剪、fill 填充、latent 潜空间放大。",
    ),
    "help_exact": Message(
        "Make all the steps, whatever the denoising strength.", "无论重绘幅度如何，都执行全部步数。"
    ),
    "help_mask": Message(
        "A picture that is white where the other is to be repainted.", "蒙版图片，白色处重绘。"
    ),
    "help_mask_blur": Message("How far the mask's edge is softened, in pixels.", "蒙版边缘羽化（像素）。"),
    "help_mask_content": Message(
        "What is under the mask at first: original, fill, noise or nothing.",
        "蒙版区域的初始内容：original 原图、fill 填充、noise 噪声、nothing 空白。",
    ),
    "help_mask_invert": Message("Repaint what is not masked.", "重绘蒙版以外的区域。"),
    "help_only_masked": Message(
        "Paint the masked part alone, at the full size.", "仅以完整尺寸重绘蒙版区域。"
    ),
    "help_mask_padding": Message(
        "How much round it is seen then, in pixels.", "此时可见的周边范围（像素）。"
    ),
    "help_outpaint": Message(
        "Paint what lies beyond the picture's edges: left:128,right:64, or 128 for all sides.",
        "向外扩展画面：left:128,right:64，或 128 表示四边。",
    ),
    "outpaint_wrong": Message(
        "{typed} does not say which sides grow.",
        "{typed} 无法识别要扩展的边。",
        "Write for example left:128,right:64; 1 to {most} pixels.",
        "例如 left:128,right:64；范围为 1 到 {most} 像素。",
    ),
    "help_hires": Message("A second pass over a picture so much larger: 2x.", "放大后再次生成，例如 2x。"),
    "help_hires_upscaler": Message(
        "How it is made larger: Latent, Latent (bicubic), Lanczos, Nearest, or a file in models/upscalers.",
        "放大方法：Latent、Latent (bicubic)、Lanczos、Nearest，或 models/upscalers 中的模型。",
    ),
    "help_hires_steps": Message(
        "Steps of that pass; 0 for as many as the first.", "该阶段步数；0 表示与第一阶段相同。"
    ),
    "help_control": Message(
        "A ControlNet: pose, canny or depth, its picture, the model, and :0.8 for a weight. May be repeated.",
        "ControlNet：pose、canny 或 depth，加参考图与模型；可在其后加 :0.8 表示权重。可重复。",
    ),
    "help_clip_skip": Message(
        "Which layer of the text encoder is used, from the end: 1 if not said.",
        "使用文本编码器倒数第几层：默认 1。",
    ),
    "help_eta": Message("How much noise ancestral samplers add.", "祖先采样添加的噪声比例。"),
    "help_rescale": Message(
        "Take back contrast that a high CFG scale adds: 0 to 1.", "抵消高 CFG 带来的过高对比度：0 到 1。"
    ),
    "help_variation": Message(
        "How much of another seed is mixed in: 0 to 1.", "混入变异种子的比例：0 到 1。"
    ),
    "help_variation_seed": Message("That other seed.", "变异种子。"),
    "help_from": Message(
        "Make a picture again from what it says of itself; options change it.",
        "按图片自带的参数重新生成；其他选项可覆盖。",
    ),
    "help_create_device": Message(
        "Where it is made: auto, cpu, cuda or mps.", "运行设备：auto、cpu、cuda 或 mps。"
    ),
    "device_missing": Message(
        "There is no {device} here that PyTorch can use.",
        "此处没有 PyTorch 可用的 {device}。",
        "Use --device cpu, or install PyTorch for it: toile doctor says how.",
        "请使用 --device cpu，或安装相应的 PyTorch：运行 toile doctor 查看方法。",
    ),
    "help_preview": Message(
        "A file that shows what there is by now, every five steps.", "每五步写入一次当前预览的文件。"
    ),
    "create_model": Message("Checkpoint", "模型"),
}
