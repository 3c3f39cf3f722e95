"""How the server runs: read by `bin/serve` and by the systemd unit beside this file."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "4"))
timeout = 120  # seconds; the largest document takes a fraction of it
loglevel = "warning"


def when_ready(server):
    """Say where the system is to be found, once it can be found there."""
    print(f"\n  双拥工作管理系统：http://{bind}/    （按 Ctrl-C 停止）\n", flush=True)  # noqa: T201
