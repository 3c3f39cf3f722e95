"""The making of a binder, as the worker (`manage.py db_worker`) calls it."""

from django_tasks import task


@task()
def make_binder(pk: int, run: str) -> None:
    """Make the binder that was asked for."""
    from .work import make

    make(pk, run)
