"""Messages of the service: jobs, the database, and what is kept."""

from toile.messages.message import Message

MESSAGES = {
    "database_url": Message(
        "{url} is no database that Toile can use.",
        "Toile 不能使用数据库 {url}。",
        "Give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        "请使用 sqlite:///文件 或 postgresql://USER:PASSWORD@HOST/NAME。",
    ),
    "database_away": Message(
        "The database at {url} does not answer, or not as it should.",
        "数据库 {url} 没有正常响应。",
        "See that it runs and that its user may make tables; then: toile db upgrade.",
        "请确认它正在运行、且该用户有建表权限，然后执行：toile db upgrade。",
    ),
    "blobs_url": Message(
        "{url} is no place for pictures that Toile can use.",
        "Toile 不能把图片存放在 {url}。",
        "Give a folder, or s3://BUCKET/PREFIX.",
        "请使用文件夹路径，或 s3://存储桶/前缀。",
    ),
    "blobs_full": Message(
        "Nothing more can be written to {place}.",
        "{place} 无法再写入。",
        "Make room there, or see that it may be written to.",
        "请腾出空间，或检查写入权限。",
    ),
    "key_reused": Message(
        "The idempotency key {key} was used before, for another request.",
        "幂等键 {key} 已用于另一个请求。",
        "Send the same request again, or take a new key.",
        "请原样重发之前的请求，或换一个新键。",
    ),
    "job_unknown": Message(
        "There is no job {job}.",
        "没有任务 {job}。",
        "Ask for the list of jobs: GET /v1/jobs.",
        "请查看任务列表：GET /v1/jobs。",
    ),
    "job_too_often": Message(
        "The job was begun {attempts} times, and the worker died each time.",
        "该任务已尝试 {attempts} 次，每次工作进程都意外退出。",
        "Try with other photos; if it goes on, the operator should look at the log of the worker.",
        "请换照片再试；若仍然如此，请管理员查看工作进程的日志。",
    ),
    "look_unknown": Message(
        "There is no look {look}.",
        "没有造型 {look}。",
        "Ask for the list of looks: GET /v1/looks.",
        "请查看造型列表：GET /v1/looks。",
    ),
    "creation_unknown": Message(
        "There is no picture {creation}.",
        "没有图片 {creation}。",
        "Ask for the list of them: GET /v1/creations.",
        "请查看图片列表：GET /v1/creations。",
    ),
    "checkpoint_unknown": Message(
        "There is no checkpoint {name}.",
        "没有模型 {name}。",
        "There are: {known}. More can be put into the folder models/checkpoints.",
        "现有：{known}。可将更多模型放入 models/checkpoints 文件夹。",
    ),
    "garments_too_many": Message(
        "{count} garments are more than anybody wears at once.",
        "一次不能穿 {count} 件衣服。",
        "Send {most} at most.",
        "请最多上传 {most} 件。",
    ),
    "categories_count": Message(
        "There are {count} categories for {garments} garments.",
        "{garments} 件衣服却给了 {count} 个类别。",
        "Send one for each garment, in their order, or none at all.",
        "请按顺序为每件衣服各写一个，或全部省略。",
    ),
    "request_invalid": Message(
        "{field} is not as it should be: {reason}.",
        "{field} 不符合要求：{reason}。",
        "The description of every request is at /v1/docs.",
        "各请求的说明见 /v1/docs。",
    ),
    "request_refused": Message("The request was refused: {reason}.", "请求被拒绝：{reason}。"),
    "host_refused": Message(
        "This service answers to no such host.",
        "该服务不接受此主机名。",
        "Use the address that it was started with.",
        "请使用启动服务时的地址。",
    ),
    "origin_refused": Message(
        "Pages of other sites may not use this service.",
        "其他网站的页面不能调用该服务。",
        "Call it from its own pages, or from a program.",
        "请在它自己的页面或程序中调用。",
    ),
    "host_needs_key": Message(
        "Listening at {host} lets others in, and there is no key to tell them apart by.",
        "监听 {host} 会向其他人开放，但还没有任何密钥。",
        "Make one first: toile keys create NAME. Or listen at 127.0.0.1.",
        "请先创建密钥：toile keys create 名称；或改为监听 127.0.0.1。",
    ),
    "key_missing": Message(
        "This service wants to know who calls.",
        "该服务需要密钥。",
        "Send the key: Authorization: Bearer tk_…",
        "请在请求头中附上密钥：Authorization: Bearer tk_…",
    ),
    "key_wrong": Message(
        "That key is none, or was revoked.",
        "密钥无效或已被撤销。",
        "Ask the operator for another: toile keys create.",
        "请向管理员索取新密钥：toile keys create。",
    ),
    "key_scope": Message(
        "That key does not allow it: it needs the scope {scope}.",
        "该密钥没有此权限，需要 {scope}。",
        "Ask the operator for one that does.",
        "请向管理员索取有此权限的密钥。",
    ),
    "key_unknown": Message(
        "There is no key {key}.",
        "没有密钥 {key}。",
        "See which there are: toile keys list.",
        "查看已有密钥：toile keys list。",
    ),
    "key_made": Message("The key; it is shown this once:", "密钥如下，仅显示这一次："),
    "key_revoked": Message("Key {key} is good no more.", "密钥 {key} 已失效。"),
    "help_keys": Message("Make, list and revoke keys for the service.", "创建、查看和撤销服务的密钥。"),
    "help_keys_what": Message("create, list or revoke.", "create、list 或 revoke。"),
    "help_keys_name": Message(
        "What the key is called; to revoke, its number.", "密钥名称；撤销时为密钥编号。"
    ),
    "help_scope": Message(
        "What it allows: read, create, admin; read and create if not said.",
        "权限：read、create、admin；默认 read 和 create。",
    ),
    "help_tenant": Message("Whose it is; the name's own if not said.", "所属租户；默认与名称相同。"),
    "route_unknown": Message(
        "There is nothing at {path}.",
        "{path} 处没有内容。",
        "What there is: /v1/docs.",
        "可用的接口见 /v1/docs。",
    ),
    "route_method": Message(
        "{path} cannot be asked with {method}.",
        "{path} 不支持 {method}。",
        "How it can: /v1/docs.",
        "用法见 /v1/docs。",
    ),
    "service_bug": Message(
        "Something went wrong that should not have; it is not your fault.",
        "服务内部出错，与您的请求无关。",
        "Try again; if it happens again, the operator finds it in the log.",
        "请重试；若再次出现，请管理员查看日志。",
    ),
    "job_bug": Message(
        "Something went wrong that should not have; it is not your fault.",
        "处理时内部出错，与您的请求无关。",
        "Try again; if it happens again, the operator finds it in the log.",
        "请重试；若再次出现，请管理员查看日志。",
    ),
    "serve_missing": Message(
        "Serving needs parts that are not installed: {name}.",
        "启动服务所需的组件尚未安装：{name}。",
        "Install them: pip install 'toile[serve]'.",
        "请安装：pip install 'toile[serve]'。",
    ),
    "port_taken": Message(
        "Port {port} is taken.",
        "端口 {port} 已被占用。",
        "Stop what listens there, or choose another: --port {other}.",
        "请停止占用它的程序，或换一个端口：--port {other}。",
    ),
    "serve_ready": Message(
        "Toile listens at {url}; Ctrl+C stops it.", "Toile 已在 {url} 启动；按 Ctrl+C 停止。"
    ),
    "help_serve": Message(
        "Start the service: HTTP API and worker on this machine.", "启动服务：本机的 HTTP API 与工作进程。"
    ),
    "help_host": Message("Where to listen; the machine itself if not said.", "监听地址；默认仅限本机。"),
    "help_port": Message("The port.", "端口号。"),
    "help_database": Message(
        "sqlite:///FILE or postgresql://…; a file in the data folder if not said.",
        "sqlite:///文件 或 postgresql://…；默认使用数据文件夹中的文件。",
    ),
    "help_blobs": Message(
        "Where pictures are kept: a folder or s3://…; in the data folder if not said.",
        "图片存放位置：文件夹或 s3://…；默认在数据文件夹中。",
    ),
    "help_no_worker": Message("Answer only; others work.", "只提供接口，由其他进程处理任务。"),
    "job_cancelled": Message("Job {job} was cancelled.", "任务 {job} 已取消。"),
}
