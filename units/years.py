"""The working year: every page shows one year, chosen at the top and kept with the account."""

from django.utils import timezone

EARLIEST, LATEST = 1949, 2200


class WorkingYearMiddleware:
    """Sets `request.year`: what the address asks for, else what the account last chose.

    A year in the address (`?year=2011`) makes lists shareable; it is not remembered.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.year = asked_year(request) or chosen_year(request) or timezone.localdate().year
        return self.get_response(request)


def asked_year(request) -> int | None:
    """The year in the address, if it is one."""
    text = request.GET.get("year", "")
    return int(text) if is_year(text) else None


def chosen_year(request) -> int | None:
    """The year the account last switched to."""
    return request.user.working_year if request.user.is_authenticated else None


def same_page(request) -> str:
    """The address of the page with its filters, to be opened in another year.

    Without the year it names, and from the first page of a list: in another year it is another list.
    """
    kept = request.GET.copy()
    for name in ("year", "page"):
        kept.pop(name, None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def is_year(text: str) -> bool:
    """True for a year the system can hold records of."""
    return len(text) == 4 and text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST
