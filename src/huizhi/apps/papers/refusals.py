"""What this app says when it will not do something. Nothing here holds a file's name or content."""

from huizhi.vocabulary.refused import Refused

TAKEN_ZH = "图片、pdf、ofd、不含宏的办公文档、录音（mp3、m4a、wav、amr）、录像（mp4、mov、webm）"
TAKEN_EN = "pictures, pdf, ofd, office documents without macros, recordings and videos"


def _refused(code: str, zh: str, en: str, do_zh: str, do_en: str, **context) -> Refused:
    return Refused(
        code,
        zh,
        en,
        "文件没有保存，其他内容不受影响",
        do_zh,
        context,
        what_is_safe_en="the file was not stored; nothing else is affected",
        what_to_do_en=do_en,
    )


def kind_not_taken() -> Refused:
    """Not on the allow-list."""
    return _refused(
        "file_kind_not_taken",
        "不接收这种类型的文件",
        "files of this kind are not taken",
        f"请转换为以下类型之一：{TAKEN_ZH}",
        f"convert it to one of: {TAKEN_EN}",
    )


def name_disagrees(ending: str, real: str) -> Refused:
    """The name says another kind than the content."""
    return _refused(
        "file_name_disagrees",
        f"文件名后缀“{ending[:8]}”与实际内容（{real}）不符",
        f"the name ends in {ending[:8]!r}, but the content is {real}",
        f"如确为 {real} 文件，请改名后重新上传",
        f"if it really is {real}, rename it and upload it again",
    )


def two_kinds() -> Refused:
    """A picture with an archive behind it, and the like."""
    return _refused(
        "file_of_two_kinds",
        "文件内藏有压缩包，拒绝接收",
        "an archive is hidden in the file",
        "请重新拍摄、扫描或导出后上传",
        "take, scan or export it anew",
    )


def macros() -> Refused:
    """An office document with a program inside."""
    return _refused(
        "file_has_macros",
        "文档含有宏（程序），拒绝接收",
        "the document contains macros",
        "另存为不含宏的文档或 pdf 后上传",
        "save it without macros, or as pdf",
    )


def unpacks_to_too_much() -> Refused:
    """A bomb, or as good as one."""
    return _refused(
        "file_unpacks_to_too_much",
        "文档展开后过大，拒绝接收",
        "the document unpacks to far too much",
        "另存为 pdf 后上传",
        "save it as pdf",
    )


def too_large(limit_mb: int) -> Refused:
    """Above the limit of one file or of one upload."""
    return _refused(
        "file_too_large",
        f"文件超过 {limit_mb} MB",
        f"larger than {limit_mb} MB",
        "压缩图片、截取录像片段，或分几次上传",
        "make pictures smaller, cut the video, or send several files",
        limit_mb=limit_mb,
    )


def too_many(limit: int) -> Refused:
    """Above the number of files of one matter."""
    return _refused(
        "too_many_files",
        f"一件事项最多上传 {limit} 个文件",
        f"one matter takes {limit} files at most",
        "合并为一个 pdf，或交由承办人处理",
        "join them into one pdf, or hand them to the officer",
        limit=limit,
    )


def empty() -> Refused:
    """Nothing inside."""
    return _refused(
        "file_empty", "文件是空的", "the file is empty", "检查文件后重新上传", "check the file and send it again"
    )


def infected() -> Refused:
    """The scanner found something."""
    return _refused(
        "file_infected",
        "安全扫描发现恶意内容，文件已拒收",
        "the scanner found something harmful; the file was refused",
        "在来源设备上查杀病毒后重新提供",
        "clean the device it comes from and send it again",
    )


def scanner_failed() -> Refused:
    """Configured, and it gave no verdict."""
    return _refused(
        "scanner_failed",
        "安全扫描没有给出结果，暂不能接收文件",
        "the scanner gave no verdict, so files cannot be taken now",
        "稍后重试；管理员请检查 HUIZHI_SCANNER",
        "try again later; administrators: see HUIZHI_SCANNER",
    )


def unknown(ref: str) -> Refused:
    """No such file."""
    return _refused(
        "file_unknown", "没有这个文件", "there is no such file", "核对后重试", "check and try again", ref=ref
    )


def erased(ref: str) -> Refused:
    """Only the tombstone is left."""
    return _refused(
        "file_erased",
        "该文件已依法删除",
        "this file was erased",
        "事项的其他记录仍可查阅",
        "the matter can still be read",
        ref=ref,
    )


def missing(ref: str) -> Refused:
    """The row is there, the stored bytes are not."""
    return _refused(
        "file_missing",
        "文件内容不在存储目录中",
        "the file's content is not where files are kept",
        "从数据备份恢复 HUIZHI_HOME/papers",
        "restore HUIZHI_HOME/papers from the backup",
        ref=ref,
    )


def no_preview() -> Refused:
    """Not a picture, or one that cannot be read."""
    return _refused("no_preview", "此文件不能预览", "no preview can be made", "下载后查看", "download it")


def template_unknown(name: str) -> Refused:
    """No app has this template."""
    return _refused(
        "paper_unknown", f"没有文书模板 {name[:60]!r}", f"no template {name[:60]!r}", "核对模板名", "check its name"
    )


def not_rendered(template: str, why: str) -> Refused:
    """The template or its fields do not fit."""
    return _refused(
        "paper_not_rendered",
        f"文书 {template} 未能生成：{why}",
        f"{template} could not be rendered: {why}",
        "核对模板所需的字段",
        "check the fields the template needs",
        template=template,
    )


def no_fonts() -> Refused:
    """No font with Chinese characters."""
    return _refused(
        "paper_fonts_missing",
        "没有可用于公文的中文字体",
        "there is no Chinese font for documents",
        "执行 make fonts，或将字体放入 HUIZHI_FONTS 指定的目录",
        "run make fonts, or put one into the folder HUIZHI_FONTS names",
    )


def purpose_unknown(purpose: str, known: dict) -> Refused:
    """Exports have a closed list of purposes."""
    return _refused(
        "export_purpose_unknown",
        f"导出用途不在列表中：{purpose[:20]}",
        f"not one of the purposes of an export: {purpose[:20]}",
        "、".join(f"{code}（{zh}）" for code, (zh, _en) in known.items()),
        "; ".join(f"{code}: {en}" for code, (_zh, en) in known.items()),
    )
