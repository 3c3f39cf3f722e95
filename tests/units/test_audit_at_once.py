"""Several processes write the first lines of the audit trail at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from units import audit
from units.models import AuditEvent

WRITERS, LINES = 8, 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite whoever writes is alone")
@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_from_its_first_line():
    begin = Barrier(WRITERS)

    def write(number: int) -> None:
        connection.ensure_connection()
        begin.wait(timeout=30)
        for _ in range(LINES):
            audit.record(None, "登录失败", name=f"writer{number}")
        connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert AuditEvent.objects.count() == WRITERS * LINES
    assert audit.first_broken_line() is None
