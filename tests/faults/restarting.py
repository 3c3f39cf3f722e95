"""PostgreSQL restarted while four people write: `python -m tests.faults.restarting --times 20`.

Every second time it crashes instead of being stopped in order.
"""

from __future__ import annotations

import random
import sys
import time

from .campaign import arguments, say, set_up, throw_away
from .postgres import Cluster
from .serving import Server

WORDS = ("暂时连接不上数据库",)


def campaign(cluster: Cluster, server: Server, desks: list[dict], times: int) -> list[str]:
    """Take the database away so often; everything that was found wrong."""
    from django.db import connection

    from . import checking
    from .office import people_at

    people, chance, found = people_at(server.port, desks), random.Random(11), []  # noqa: S311
    for number in range(1, times + 1):
        people.work()
        people.until_more(6)
        time.sleep(chance.uniform(0, 1))
        connection.close()
        cluster.stop("immediate" if number % 2 else "fast")
        time.sleep(chance.uniform(0.2, 1))
        cluster.start()
        time.sleep(0.5)
        people.pause()
        found += [f"after restart {number}: {what}" for what in checking.problems(people.people)]
        say(f"restart {number}: {dict(people.done)}, refused {dict(people.refused)}, wrong {found}")
    said = [text for person in people.people for text in person.said]
    found += [f"said: {text[:300]}" for text in said if not any(w in text for w in WORDS)]
    people.go_home()
    return found


def main() -> None:
    """Run it, print the figures."""
    asked = arguments(__doc__, times=20)
    cluster = Cluster()
    try:
        var = set_up(asked.var, database=cluster.url)
        from .office import open_office

        with Server(var) as server:
            found = campaign(cluster, server, open_office(), asked.times)
        say(f"{asked.times} restarts; wrong: {found or 'nothing'}")
    finally:
        cluster.remove()
    if asked.var is None and not found:
        throw_away(var)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
