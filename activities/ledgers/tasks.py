"""The long work of an import, as the worker (`manage.py db_worker`) calls it."""

from django_tasks import task


@task()
def read_import(pk: int, run: str) -> None:
    """Read the file or the paper of an import and judge its rows."""
    from .importing import read

    read(pk, run)


@task()
def take_import(pk: int, run: str) -> None:
    """Take over the rows of an import that were confirmed."""
    from .taking import take_over

    take_over(pk, run)
