"""What commands say in the same words: why a file cannot be used."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的盘只能读",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
}


def why(error: OSError) -> str:
    """Why a file cannot be read or written; the system's own words where it is a rare reason."""
    return _WHY.get(error.errno) or error.strerror or str(error)
