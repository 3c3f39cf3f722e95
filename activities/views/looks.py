"""What each way to look at the list of activities shows, from the filtered list alone."""

from __future__ import annotations

from django.utils import timezone

from activities.bulk import offered_to, possible_with
from activities.calendar import WEEKDAYS, month_of, months_of
from activities.filters import ActivityFilter
from activities.gallery import albums, photos_of, without_photo
from activities.looks import Look
from activities.models import Activity
from activities.timeline import (
    WIDE,
    along_the_year,
    month_bars,
    stretches,
    without_month,
    year_rows,
)

from .walking import waiting_in

MONTHS = {str(number): number for number in range(1, 13)}


def asks_all_years(request) -> bool:
    """True if the address says 所有年度."""
    return request.GET.get("years") == "all"


def plain(activities):
    """The same activities without whatever the filters joined or sorted."""
    return Activity.objects.filter(pk__in=activities.order_by().values("pk"))


class LooksMixin:
    """A filtered list of activities that can be looked at in other ways as well.

    Every look has the same filters, and shows exactly what they leave.
    """

    @property
    def look(self) -> Look:
        """The way the address asks for."""
        return Look.of(self.request)

    def get_paginate_by(self, queryset):
        return self.look.per_page

    def get_context_data(self, *, object_list, **kwargs):
        rows = {Look.PHOTOS: self.photos, Look.TIMELINE: self.along}.get(self.look)
        context = super().get_context_data(
            object_list=rows(object_list) if rows else object_list, **kwargs
        )
        more = {
            Look.LIST: self.as_list,
            Look.PHOTOS: self.as_gallery,
            Look.TIMELINE: self.as_timeline,
            Look.MONTH: self.as_calendar,
        }[self.look]
        return context | {
            "look": self.look,
            "looks": list(Look),
            "all_years": asks_all_years(self.request),
            "total": self.number_of(object_list, context),
            "waiting": waiting_in(object_list, self.request.user),
            **more(plain(object_list), context),
        }

    def as_list(self, activities, context) -> dict:
        """The rows with what can be done with each, for the bar below them."""
        user = self.request.user
        for activity in context["page_obj"].object_list:
            activity.actions = possible_with(activity, user)
        return {"actions": offered_to(user)}

    def number_of(self, activities, context) -> int:
        """How many activities the filters leave."""
        return context["paginator"].count if self.look.counts else plain(activities).count()

    def photos(self, activities):
        """The rows of the gallery."""
        return photos_of(activities, self.request.GET.get("sort", ""))

    def along(self, activities):
        """The rows of the timeline."""
        return along_the_year(plain(activities).for_list())

    def as_gallery(self, activities, context) -> dict:
        """Photos under their headings, and how many activities have none."""
        bare, unproved = without_photo(activities)
        found = albums(context["page_obj"].object_list, self.request.GET.get("sort", ""))
        return {"albums": found, "bare": bare, "unproved": unproved}

    def as_timeline(self, activities, context) -> dict:
        """The line of one page; the bars show the other months as well."""
        shown = {"stretches": stretches(context["page_obj"].object_list), "wide": WIDE}
        if asks_all_years(self.request):
            return shown | self.as_years()
        all_months = self.in_whole_year()
        return shown | {
            "bars": month_bars(all_months, self.request.year),
            "monthless": without_month(all_months),
            "chosen_month": self.chosen_month,
        }

    def as_years(self) -> dict:
        """A table of years and months; what draws one year begins with it for 所有年度."""
        return {"years_found": year_rows(self.in_whole_year()), "chosen_month": self.chosen_month}

    def as_calendar(self, activities, context) -> dict:
        """One month where the filters say which, else the twelve; of all years a table."""
        if asks_all_years(self.request):
            return self.as_years()
        year, number, today = self.request.year, self.chosen_month, timezone.localdate()
        if number is None:
            shown = {"months": months_of(activities, year, today=today)}
        else:
            month = month_of(activities, year, number, today=today)
            shown = {"month": month, "previous": number - 1, "next": (number + 1) % 13}
        return shown | {"weekdays": WEEKDAYS, "monthless": without_month(activities)}

    @property
    def chosen_month(self) -> int | None:
        """The month the filters narrow the list to."""
        return MONTHS.get(self.request.GET.get("month", ""))

    def in_whole_year(self):
        """What the filters leave when the month is not asked."""
        asked = self.request.GET.copy()
        asked.pop("month", None)
        return plain(ActivityFilter(asked, self.get_queryset(), request=self.request).qs)
