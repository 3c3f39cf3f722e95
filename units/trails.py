"""Where the pages of this room stand; see `shuangyong.breadcrumbs`."""

from shuangyong.breadcrumbs import AllOf, Of, Page

UNITS = Page("单位与领导小组", "units:units")
UNIT, HOST = Of("unit", words="unit.label"), Of("host", words="host.label")
GROUP = Of("object")
ACCOUNTS = Page("账号", "units:accounts")
NOTICES = Page("通知", "units:notices")

TRAILS = {
    "units:search": ("搜索",),
    "units:password": ("修改密码",),
    "units:units": (UNITS,),
    "units:unit-create": (UNITS, "新增单位"),
    "units:unit-import": (UNITS, "导入单位"),
    "units:unit-preview": (UNITS, Page("导入单位", "units:unit-import"), "预览"),
    "units:unit": (UNITS, AllOf("superiors", words="label"), UNIT),
    "units:unit-edit": (UNITS, UNIT, "修改"),
    "units:unit-rename": (UNITS, UNIT, "更名"),
    "units:unit-move": (UNITS, UNIT, "调整隶属"),
    "units:unit-merge": (UNITS, UNIT, "并入"),
    "units:offices": (UNITS, "任职查询"),
    "units:group-create": (UNITS, HOST, "新建领导小组"),
    "units:group": (UNITS, Of("group.host", words="group.host.label"), Of("group")),
    "units:group-edit": (UNITS, HOST, GROUP, "修改"),
    "units:group-restructure": (UNITS, HOST, "调整"),
    "units:group-dissolve": (UNITS, HOST, Of("old"), "撤销"),
    "units:troop-create": (UNITS, UNIT, "登记驻军部队"),
    "units:troop-edit": (UNITS, UNIT, "修改驻军部队"),
    "units:pair-create": (UNITS, UNIT, "登记军民共建"),
    "units:pair-edit": (UNITS, UNIT, "修改军民共建"),
    "units:accounts": (ACCOUNTS,),
    "units:account-create": (ACCOUNTS, "新建账号"),
    "units:account-edit": (ACCOUNTS, "修改账号"),
    "units:account-grant": (ACCOUNTS, "授权"),
    "units:account-import": (ACCOUNTS, "导入账号"),
    "units:account-preview": (ACCOUNTS, Page("导入账号", "units:account-import"), "预览"),
    "units:account-reset": (ACCOUNTS, "重置密码"),
    "units:account-handover": (ACCOUNTS, "交接"),
    "units:notices": (NOTICES,),
    "units:notice": (NOTICES, Of("notice")),
    "units:audit": ("审计",),
}
