"""What the keyring says when it will not do something. Nothing here ever holds a plaintext or a key."""

from pathlib import Path

from huizhi.vocabulary.refused import Refused


def _refused(code: str, zh: str, en: str, do_zh: str, do_en: str, **context) -> Refused:
    return Refused(
        code, zh, en, "没有读出或写入任何内容", do_zh, context,
        what_is_safe_en="nothing was read or written", what_to_do_en=do_en,
    )  # fmt: skip


def exposed(path: Path) -> Refused:
    """Others on this machine can read a key."""
    return _refused(
        "keys_exposed",
        f"{path} 可被其他用户读取，拒绝使用其中的密钥",
        f"{path} can be read by others; the keys in it are not used",
        f"执行 chmod -R go= {path}；如怀疑已泄露，再执行 huizhi keys rotate",
        f"run chmod -R go= {path}; if they may have leaked, run huizhi keys rotate besides",
        path=str(path),
    )


def damaged(path: Path) -> Refused:
    """A key file does not hold a key."""
    return _refused(
        "key_damaged", f"{path} 不是有效的密钥文件", f"{path} does not hold a valid key",
        "从密钥备份恢复该文件", "restore that file from the backup of the keys", path=str(path),
    )  # fmt: skip


def gone(folder: Path, ids: list[str]) -> Refused:
    """Keys this home has sealed with are not in the folder."""
    return _refused(
        "keys_missing",
        f"{folder} 中缺少曾用于加密的密钥（{'、'.join(ids)}）",
        f"{folder} lacks keys this home has sealed with ({', '.join(ids)})",
        "从密钥备份恢复该目录，或用 HUIZHI_KEYS 指明其所在；没有密钥，已加密的内容无法读出",
        "restore the folder from the backup of the keys, or say with HUIZHI_KEYS where it is; without them nothing "
        "that was sealed can be read",
        folder=str(folder),
    )


def missing(purpose: str, key_id: str) -> Refused:
    """The key a token names is not there."""
    return _refused(
        "key_missing",
        f"没有打开此内容所需的密钥（{purpose} {key_id}）",
        f"the key needed to open this is not there ({purpose} {key_id})",
        "从密钥备份恢复；huizhi keys check 列出缺少的密钥",
        "restore it from the backup of the keys; huizhi keys check lists what is missing",
        purpose=purpose, key_id=key_id,
    )  # fmt: skip


def broken(purpose: str) -> Refused:
    """A token was changed, cut, or belongs elsewhere."""
    return _refused(
        "seal_broken",
        f"加密内容已损坏、被改动或不属于此处（{purpose}）",
        f"the sealed content is damaged, changed or not from here ({purpose})",
        "从数据备份恢复该记录，并查看台账",
        "restore the record from the backup of the data, and look into the ledger",
        purpose=purpose,
    )


def unknown_cipher(name: str) -> Refused:
    """The cipher asked for by the settings is not offered."""
    return _refused(
        "cipher_unknown",
        f"HUIZHI_CIPHER 指定的算法“{name}”在本机不可用",
        f"HUIZHI_CIPHER names {name!r}, which this machine does not offer",
        "改为 aes-256-gcm 或 sm4-gcm", "set it to aes-256-gcm or sm4-gcm", cipher=name,
    )  # fmt: skip
