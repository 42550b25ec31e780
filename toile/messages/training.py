"""Messages about training."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {
    "train_no_torch": Message(
        "Training needs torch, which is not installed.",
        "训练需要 torch，但尚未安装。",
        "Run: pip install 'toile[train]' (the README says how to get the CPU build).",
        "请运行：pip install 'toile[train]'（README 说明了如何安装 CPU 版）。",
    ),
    "train_no_cuda": Message(
        "Training on a GPU needs an NVIDIA card and a torch built for it; this torch finds none.",
        "在 GPU 上训练需要 NVIDIA 显卡和相应的 torch 版本；当前 torch 未找到显卡。",
        "Leave out --device cuda to train on the CPU, or install torch for CUDA.",
        "去掉 --device cuda 即可用 CPU 训练，或安装支持 CUDA 的 torch。",
    ),
    "train_person": Message("person reader", "人物识别网络"),
    "train_garment": Message("garment reader", "服装识别网络"),
    "train_cloth": Message("cloth reader", "面料识别网络"),
    "train_casting": Message("photographing", "拍摄样本"),
    "train_printing": Message("dyeing", "更换面料"),
    "train_training": Message("training", "训练"),
    "train_mannequin": Message("mannequin", "模特模型"),
    "train_vae": Message("pictures to latents", "图像压缩网络"),
    "train_painter": Message("words and garments to pictures", "从文字和服装生成图像"),
    "train_guide": Message("poses", "姿势控制"),
    "train_done_mannequin": Message(
        "The mannequin checkpoint is trained: a folder that diffusers reads too.",
        "模特模型训练完成：diffusers 也可读取该文件夹。",
    ),
    "help_train_from": Message(
        "A mannequin checkpoint to go on from, with new pictures; its VAE and its words stay.",
        "在已有模特模型的基础上继续训练；保留其图像压缩网络和词表。",
    ),
    "help_train_dial": Message(
        "How large a mannequin: tiny to see that it works, small for some hours on a CPU.",
        "模特模型的规模：tiny 用于试跑，small 用 CPU 训练数小时。",
    ),
    "train_done_helpers": Message(
        "The helpers are trained. To use them, put these files into the package's weights folder.",
        "网络训练完成。把这些文件放进软件包的 weights 文件夹即可使用。",
    ),
    "help_train": Message(
        "Train the networks that ship with Toile, from the synthetic world alone.",
        "仅用合成世界训练随附的网络。",
    ),
    "help_train_what": Message(
        "helpers: the person, garment and cloth readers; mannequin: the Stable Diffusion that ships with Toile.",
        "helpers：人物、服装与面料识别网络；mannequin：随附的 Stable Diffusion 模型。",
    ),
    "help_train_folder": Message(
        "Where samples and the state of training are kept; the same command goes on from there.",
        "样本和训练状态的存放处；再次运行会从中断处继续。",
    ),
    "help_train_output": Message("Where the networks are written.", "网络文件的写入位置。"),
    "help_train_count": Message("People and garments to photograph.", "要拍摄的人物和服装数量。"),
    "help_train_device": Message(
        "Where to train; the GPU if there is one. The shipped networks took 12 minutes of an H100 and 14 cores;"
        " on a CPU the same takes about a day.",
        "训练所用设备；有 GPU 时默认用 GPU。随附的网络用一块 H100 和 14 个 CPU 核心训练了 12 分钟；"
        "只用 CPU 约需一天。",
    ),
    "help_train_views": Message("Pictures that each network is shown.", "每个网络看到的图片数量。"),
}
