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
}
