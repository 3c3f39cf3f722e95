"""Which columns the list of activities can show, and what it loads for those that are shown."""

from __future__ import annotations

from shuangyong.columns import Columns

COLUMNS = Columns(
    "activities",
    {
        "kind": "类别",
        "unit": "单位",
        "occasion": "节点",
        "troops": "参加部队",
        "counts": "数量",
        "measure": "计划措施",
        "files": "材料",
    },
    extra=frozenset({"occasion", "troops", "counts", "measure"}),
)
LOADED = {"troops": "troops", "counts": "counts", "measure": "plan_item"}


def with_columns(activities, shown: frozenset[str]):
    """The rows with what these columns say: one more query for each that needs one."""
    return activities.prefetch_related(*(LOADED[key] for key in LOADED if key in shown))
