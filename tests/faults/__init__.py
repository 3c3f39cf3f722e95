"""What the system does when something under it breaks: campaigns that are run on demand.

    python -m tests.faults.killing --kills 100      the server killed under write load
    python -m tests.faults.disks                    a full disk, a folder that cannot be written
    python -m tests.faults.restarting               PostgreSQL restarted under write load

Each prints its figures, which stand in docs/operations.md, and ends with an exit code that is
not 0 if anything that was acknowledged is lost. Short versions run with the other tests.
"""
