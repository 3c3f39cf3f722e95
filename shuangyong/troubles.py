"""What is behind an error that no page can help: the disk, the database. Said in plain words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is the matter, and what whoever sits at the page can do."""

    title: str
    advice: str


AGAIN = "刚才的内容可能没有保存，仍留在上一页。请过一会儿返回，先看列表里是否已有，没有的再保存；"
"""“May”: where a connection breaks at the last moment nobody knows."""
FULL = Trouble("服务器的磁盘已满", f"{AGAIN}如仍不行，请告诉系统管理员：磁盘已满，需要清理或扩容。")
READ_ONLY = Trouble(
    "服务器暂时不能写入",
    f"{AGAIN}如仍不行，请告诉系统管理员：数据目录不能写入，请检查权限和磁盘。",
)
BUSY = Trouble("系统正忙", "刚才的内容没有保存，仍留在上一页。请过几秒钟返回再保存一次。")
AWAY = Trouble(
    "暂时连接不上数据库",
    f"{AGAIN}如几分钟后仍不行，请告诉系统管理员：数据库没有运行或正在重新启动。",
)
BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
}
BY_WORDS = {
    "disk is full": FULL,
    "No space left on device": FULL,
    "readonly database": READ_ONLY,
    "read-only": READ_ONLY,
    "disk I/O error": READ_ONLY,
    "unable to open database": READ_ONLY,
    "database is locked": BUSY,
    "lock timeout": BUSY,
    "connection": AWAY,
    "starting up": AWAY,
    "shutting down": AWAY,
    "administrator command": AWAY,
}


def trouble_behind(error: BaseException | None) -> Trouble | None:
    """What an error comes from, if that is outside of the program."""
    for each in _chain(error):
        if isinstance(each, OSError) and each.errno in BY_NUMBER:
            return BY_NUMBER[each.errno]
        if isinstance(each, (OperationalError, InterfaceError)):
            return next((known for words, known in BY_WORDS.items() if words in str(each)), None)
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from or during."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
