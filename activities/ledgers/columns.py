"""The columns of a ledger: one vocabulary for the template, the import, the export, old papers.

A row is a `dict` of texts by column. A cell that holds several things separates them by ；; see
`wording` for how they are read and written.
"""

UNIT = "填报单位"
HELD = "时间"
KIND = "类别"
FURTHER_KINDS = "兼属类别"
TITLE = "活动名称"
SERIES = "所属系列"  # the title of the series that a dated row belongs to
PLACE = "地点"
HOSTS = "主办单位"
ORGANISERS = "承办单位"
CO_ORGANISERS = "协办单位"
PARTICIPANTS = "参与单位"
INVITERS = "邀请方"
TROOPS = "参加部队"
GUESTS = "来宾"
COUNTS = "数量"  # 演职人员近百名；观众2000余人次
GIVEN = "投入"  # 慰问金500元；图书200余册，价值5000元；影片《建党伟业》
MONEY = "慰问金（元）"  # one number: a 慰问金 line of its own
VALUE = "价值（元）"  # of everything given, where the lines themselves have none
HELPED = "受益对象"  # 烈属12人；军属
FACTS = "说明"  # 课目：识谱、摄影；比赛项目：篮球
OCCASION = "节点"
NARRATIVE = "主要内容"
EFFECT = "效果"
NOTE = "备注"

COLUMNS = (
    UNIT, HELD, KIND, FURTHER_KINDS, TITLE, SERIES, PLACE, HOSTS, ORGANISERS, CO_ORGANISERS, PARTICIPANTS,
    INVITERS, TROOPS, GUESTS, COUNTS, GIVEN, MONEY, VALUE, HELPED, FACTS, OCCASION, NARRATIVE,
    EFFECT, NOTE,
)  # fmt: skip
