"""Where the pages of the manual stand; see `shuangyong.breadcrumbs`."""

from shuangyong.breadcrumbs import Page, Told

MANUAL = Page("使用手册", "manual:manual")
TRAILS = {
    "manual:manual": (MANUAL,),
    "manual:chapter": (MANUAL, Told("chapter.title")),
}
