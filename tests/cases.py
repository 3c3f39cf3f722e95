"""Many cases over one set-up: the records of a test are made once, not once for each case."""

import functools
import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress

import pytest
from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back at the end, so that one case does not see another."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def each(names: str | tuple[str, ...], cases: Iterable):
    """Like pytest.mark.parametrize, within one test: every case is undone before the next.

    A case that fails is named. Members of the cast, the values of `who`, sign in from before the
    first case.
    """
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else [*names]
    rows = [_values(case, len(names)) for case in cases]
    own_cast = {str(row[names.index("who")]) for row in rows} if "who" in names else set()

    def over_all(test):
        cast = own_cast | getattr(test, "cast", set())
        signature = inspect.signature(test)
        asked = [p for name, p in signature.parameters.items() if name not in names]
        wants_request = any(p.name == "request" for p in asked)

        @functools.wraps(test)
        def all_cases(request, **fixtures):
            if wants_request:
                fixtures["request"] = request
            for who in sorted(cast):
                _seat(request, who)
            between = undone if _has_database(request) else nullcontext
            for row in rows:
                case = dict(zip(names, row, strict=True))
                try:
                    with between():
                        test(**fixtures, **case)
                except BaseException as failure:
                    failure.add_note(f"case: {case}")
                    raise

        all_cases.cast = cast
        del all_cases.__wrapped__  # pytest would read the names of the cases as fixtures
        if not wants_request:
            request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
            asked.append(request)
        all_cases.__signature__ = signature.replace(parameters=asked)
        return all_cases

    return over_all


def _values(case, count: int) -> tuple:
    if hasattr(case, "marks"):  # pytest.param
        return case.values
    return (case,) if count == 1 else tuple(case)


def _seat(request, who: str) -> None:
    with suppress(pytest.FixtureLookupError):  # a visitor
        request.getfixturevalue(who)


def _has_database(request) -> bool:
    return "db" in request.fixturenames or request.node.get_closest_marker("django_db") is not None
