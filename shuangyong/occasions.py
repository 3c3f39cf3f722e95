"""节点: the dates of the year around which work gathers."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from lunar_python import Lunar, Solar


class Occasion(models.TextChoices):
    """The occasions of a working year, in the order of the calendar."""

    NEW_YEAR = "new_year", "元旦"
    SPRING_FESTIVAL = "spring_festival", "春节"
    LANTERN = "lantern", "元宵"
    QINGMING = "qingming", "清明"
    YOUTH_DAY = "youth_day", "五四"
    DRAGON_BOAT = "dragon_boat", "端午"
    PARTY_DAY = "party_day", "七一"
    ARMY_DAY = "army_day", "八一"
    CONSCRIPTION = "conscription", "征兵季"
    MID_AUTUMN = "mid_autumn", "中秋"
    VETERANS_RETURN = "veterans_return", "老兵返乡季"
    MARTYRS_DAY = "martyrs_day", "烈士纪念日"
    NATIONAL_DAY = "national_day", "国庆"

    def day(self, year: int) -> date:
        """The day itself in a year; of a season its first day."""
        if self in LUNAR:
            month, day = LUNAR[self]
            solar = Lunar.fromYmd(year, month, day).getSolar()
            return date(year, solar.getMonth(), solar.getDay())
        if self == Occasion.QINGMING:
            term = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"]
            return date(year, term.getMonth(), term.getDay())
        return date(year, *FIXED[self])

    def window(self, year: int) -> tuple[date, date]:
        """The days around it that belong to it."""
        before, after = AROUND.get(self, (7, 3))
        return self.day(year) - timedelta(before), self.day(year) + timedelta(after)


LUNAR = {
    Occasion.SPRING_FESTIVAL: (1, 1),
    Occasion.LANTERN: (1, 15),
    Occasion.DRAGON_BOAT: (5, 5),
    Occasion.MID_AUTUMN: (8, 15),
}
FIXED = {
    Occasion.NEW_YEAR: (1, 1),
    Occasion.YOUTH_DAY: (5, 4),
    Occasion.PARTY_DAY: (7, 1),
    Occasion.ARMY_DAY: (8, 1),
    Occasion.CONSCRIPTION: (8, 1),
    Occasion.VETERANS_RETURN: (9, 1),
    Occasion.MARTYRS_DAY: (9, 30),
    Occasion.NATIONAL_DAY: (10, 1),
}
# days before and after; 八一 is 20 July to 10 August
AROUND = {
    Occasion.ARMY_DAY: (12, 9),
    Occasion.SPRING_FESTIVAL: (15, 15),
    Occasion.CONSCRIPTION: (0, 60),
    Occasion.VETERANS_RETURN: (0, 45),
}
