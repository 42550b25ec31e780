"""Messages about the networks a user points to: what `toile doctor` says of them, and what is wrong with a file."""

from toile.messages.message import Message

_FILES = {
    "model_missing": Message(
        "{origin} points to {file}, and there is no such file.",
        "{origin} 指向 {file}，但该文件不存在。",
        "Correct the path in {origin}, or take it out: Toile works without.",
        "请更正 {origin} 中的路径，或删除该项：没有它 Toile 也能工作。",
    ),
    "model_pickle": Message(
        "{file} is a PyTorch checkpoint. Such a file can run code when it is opened, so it is never read.",
        "{file} 是 PyTorch 检查点。这类文件打开时可能执行代码，因此从不读取。",
        "Point {origin} to the ONNX file of the same model; toile doctor names the files that are known.",
        "请让 {origin} 指向同一模型的 ONNX 文件；toile doctor 会列出可用的文件。",
    ),
    "model_tflite": Message(
        "{file} is a TensorFlow Lite file, not ONNX.",
        "{file} 是 TensorFlow Lite 文件，不是 ONNX。",
        "Point {origin} to the ONNX conversion of the model; toile doctor names it.",
        "请让 {origin} 指向该模型转换成的 ONNX 文件；toile doctor 会列出名称。",
    ),
    "model_placeholder": Message(
        "{file} is the placeholder that Git LFS leaves for a large file, not the model itself.",
        "{file} 只是 Git LFS 为大文件留下的占位文件，不是模型本身。",
        "Run git lfs pull where it was cloned, or download the file itself.",
        "请在克隆目录中运行 git lfs pull，或单独下载该文件。",
    ),
    "model_not_onnx": Message(
        "{file} could not be read as an ONNX model.",
        "{file} 不是能读取的 ONNX 模型。",
        "Download it again, and point {origin} to the file that ends in .onnx.",
        "请重新下载，并让 {origin} 指向扩展名为 .onnx 的文件。",
    ),
    "model_operations": Message(
        "{file} is an ONNX model, but it uses operations that OpenVINO lacks: {operations}.",
        "{file} 是 ONNX 模型，但使用了 OpenVINO 不支持的算子：{operations}。",
        "Use another export of the model, one with ordinary operations; toile doctor names one.",
        "请换用该模型的另一个只含普通算子的导出版本；toile doctor 会列出名称。",
    ),
    "model_input": Message(
        "{file} is not {model}: its input is {found}, and {model} takes {wanted}.",
        "{file} 不是 {model}：它的输入是 {found}，而 {model} 的输入是 {wanted}。",
        "Point {origin} to a file that toile doctor names for this purpose.",
        "请让 {origin} 指向 toile doctor 为此用途列出的文件。",
    ),
    "model_outputs": Message(
        "{file} is not {model}: its outputs are {found}, and {model} answers {wanted}.",
        "{file} 不是 {model}：它的输出是 {found}，而 {model} 的输出是 {wanted}。",
        "Point {origin} to a file that toile doctor names for this purpose.",
        "请让 {origin} 指向 toile doctor 为此用途列出的文件。",
    ),
    "model_ambiguous": Message(
        "{file} may be any of these, and their licences differ: {models}.",
        "{file} 可能是以下任一模型，而它们的许可证不同：{models}。",
        "Say which in {origin}: {example}:{file}",
        "请在 {origin} 中写明是哪一个：{example}:{file}",
    ),
    "model_name_unknown": Message(
        "{origin} names the model {name}, which is not known there.",
        "{origin} 写的模型名 {name} 在此用途下未知。",
        "Known names: {known}. Or write the file alone, and its shapes tell.",
        "可用的名称：{known}。也可只写文件，由形状识别。",
    ),
    "models_list_unreadable": Message(
        "{path} could not be read: {reason}.",
        "无法读取 {path}：{reason}。",
        'It should look like this: {{"pose": "rtmpose:pose.onnx"}}',
        '内容应类似：{{"pose": "rtmpose:pose.onnx"}}（JSON 格式）',
    ),
    "models_list_malformed": Message(
        "{path} is not a list of roles and files.",
        "{path} 不是“用途与文件”的列表。",
        'It should look like this: {{"pose": "rtmpose:pose.onnx"}}',
        '内容应类似：{{"pose": "rtmpose:pose.onnx"}}（JSON 格式）',
    ),
    "models_list_role": Message(
        "{path} names the role {role}, which is none.",
        "{path} 写的用途 {role} 不存在。",
        "Roles are: {known}.",
        "可用的用途：{known}。",
    ),
}

_DOCTOR = {
    "topic_pose": Message("Pose model", "姿态模型"),
    "topic_cutout": Message("Cut-out model", "抠图模型"),
    "topic_parsing": Message("Parsing model", "人体解析模型"),
    "topic_identity": Message("Identity model", "人脸识别模型"),
    "doctor_model": Message(
        "{model} ({licence}): {file}. Commercial use is allowed.",
        "{model}（{licence}）：{file}。允许商用。",
    ),
    "doctor_model_restricted": Message(
        "{model} ({licence}): {file}. Commercial use is not allowed.",
        "{model}（{licence}）：{file}。不允许商用。",
        "For a shop use one of these: {free}.",
        "商用请改用：{free}。",
    ),
    "doctor_model_none": Message(
        "None set, and none is needed.",
        "未设置，也不是必需的。",
        "Known are {known}. To use one: {variable}=FILE.onnx",
        "可用：{known}。使用方法：{variable}=FILE.onnx（文件路径）",
    ),
}

_TERMS = {
    "terms_rtmpose": Message(
        "Trained on COCO, AI Challenger and other sets; some of these are for research only.",
        "训练数据为 COCO、AI Challenger 等，其中部分数据集仅限研究用途。",
    ),
    "terms_wholebody": Message(
        "Trained on COCO-WholeBody and UBody or more sets; some of these are for research only.",
        "训练数据为 COCO-WholeBody、UBody 等，其中部分数据集仅限研究用途。",
    ),
    "terms_birefnet": Message(
        "Trained on DIS5K and other sets with terms of their own.",
        "训练数据为 DIS5K 等，各有自己的使用条款。",
    ),
    "terms_rmbg": Message(
        "Commercial use needs a contract with BRIA.",
        "商用须与 BRIA 另行签约。",
    ),
    "terms_selfie": Message(
        "Google's weights; the model's card describes its data.",
        "权重来自 Google，训练数据见其模型卡。",
    ),
    "terms_sface": Message(
        "Its training data are not stated. Face vectors may count as biometric data where you are.",
        "训练数据未说明。人脸向量在你所在地区可能属于生物识别信息。",
    ),
    "terms_auraface": Message(
        "Trained on commercially usable data, says its maker; the files beside it are InsightFace's, for research "
        "only. Face vectors may count as biometric data where you are.",
        "发布者称训练数据可商用；同处的其他文件属于 InsightFace，仅限研究。人脸向量在你所在地区可能属于生物识别信息。",
    ),
    "terms_insightface": Message(
        "Its makers allow research only. Face vectors may count as biometric data where you are.",
        "发布者仅允许研究用途。人脸向量在你所在地区可能属于生物识别信息。",
    ),
}

_LOOK = {
    "check_face": Message(
        "The face is the same person's: {score} (from {least} on by {model}).",
        "面部为同一人的相似度：{score}（{model} 的阈值为 {least}）。",
    ),
}

MESSAGES: dict[str, Message] = {**_FILES, **_DOCTOR, **_TERMS, **_LOOK}
