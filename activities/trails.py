"""Where the pages of this room stand; see `shuangyong.breadcrumbs`."""

from shuangyong.breadcrumbs import Of, Page, Told

PLANS = Page("计划", "activities:plans")
PLAN = Of("object")
ACTIVITIES = Page("活动", "activities:activities")
IMPORTS = Page("导入活动", "activities:imports")
KINDS = Page("活动类别", "activities:kinds")
NEEDS = Page("双清单", "activities:requests")
UNITS = Page("单位与领导小组", "units:units")
PAIRS = Page("军民共建", "activities:pairs")

TRAILS = {
    "activities:plans": (PLANS,),
    "activities:plan-create": (PLANS, "编写计划"),
    "activities:calendar": (PLANS, "日历"),
    "activities:plan": (PLANS, PLAN),
    "activities:plan-edit": (PLANS, PLAN, "修改"),
    "activities:plan-return": (PLANS, PLAN, "退回"),
    "activities:plan-progress": (PLANS, PLAN, "进度总表"),
    "activities:plan-year": (PLANS, PLAN, "年度进度图"),
    "activities:activities": (ACTIVITIES,),
    "activities:activities-bulk": (ACTIVITIES, Told("action.label", "批量{}")),
    "activities:activity-create": (ACTIVITIES, "新增活动"),
    "activities:activity": (ACTIVITIES, Of("object")),
    "activities:activity-edit": (ACTIVITIES, Of("object"), "修改"),
    "activities:evidence-viewer": (ACTIVITIES, Of("evidence.activity"), Told("evidence")),
    "activities:filter-save": (ACTIVITIES, "保存为常用筛选"),
    "activities:filter-rename": (ACTIVITIES, "常用筛选改名"),
    "activities:imports": (ACTIVITIES, IMPORTS),
    "activities:import-paper": (ACTIVITIES, IMPORTS, "识别旧总结"),
    "activities:import": (ACTIVITIES, IMPORTS, Of("batch", words="batch.name")),
    "activities:import-row": (
        ACTIVITIES,
        IMPORTS,
        Of("batch", words="batch.name"),
        Told("shown.number", "第 {} 行"),
    ),
    "activities:kinds": (KINDS,),
    "activities:kind-create": (KINDS, "新增活动类别"),
    "activities:kind-edit": (KINDS, Told("object")),
    "activities:requests": (NEEDS,),
    "activities:request-create": (NEEDS, "登记需求"),
    "activities:requests-table": (NEEDS, "承诺—办理—办结表"),
    "activities:request": (NEEDS, Of("need")),
    "activities:request-edit": (NEEDS, Of("object"), "修改"),
    "activities:request-activities": (NEEDS, Of("need"), "关联活动"),
    "activities:request-step": (NEEDS, Of("need")),
    "activities:pairs": (UNITS, PAIRS),
    "activities:pair": (UNITS, PAIRS, Told("pair.unit.label")),
    "activities:troop": (UNITS, Of("troop.unit", words="troop.unit.label"), Told("troop")),
}
