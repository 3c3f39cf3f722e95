"""The laying out of a long summary, as the worker (`manage.py db_worker`) calls it."""

from django_tasks import task


@task()
def make_rendition(pk: int, run: str) -> None:
    """Lay out the file that was asked for."""
    from .renditions import make

    make(pk, run)
