"""What the form of each kind puts first, as rows instead of lists of words."""

import re
from importlib import import_module

from django.db import migrations

# kind: (label, what it holds, measure word or category, example)
FIELDS = {
    "慰问演出": [
        ("节目", "number", "个", "16个"), ("演职人员", "number", "名", "近百名"),
        ("观众", "number", "人次", "2000余人次"), ("场次", "number", "场", "1场"),
        ("节目单", "given", "programmes", "合唱《为了谁》"),
    ],
    "走访慰问": [
        ("慰问对象", "helped", "", "烈属12人"), ("慰问金", "given", "money", "500元"),
        ("慰问品", "given", "goods", "大米20袋，价值2000元"), ("慰问人员", "number", "人", "10余人"),
        ("慰问单位", "number", "个", "3个"),
    ],
    "电影放映": [
        ("片目", "given", "films", "《建党伟业》"), ("场次", "number", "场", "20多场"),
        ("观众", "number", "人次", "近千人次"), ("影片", "number", "部", "多部"),
    ],
    "捐赠赠送": [
        ("图书", "given", "books", "200余册，价值5000元"), ("器材", "given", "equipment", "台球桌2张"),
        ("物品", "given", "goods", "电子阅读卡100张"), ("作品", "given", "works", "书法20幅"),
        ("受赠单位", "number", "个", "2个"), ("受益官兵", "number", "人", "300余人"),
    ],
    "教育培训": [
        ("期数", "number", "期", "两期"), ("参训人员", "number", "人次", "近200人次"),
        ("课目", "text", "", "识谱、摄影、篮球裁判"), ("课时", "number", "课时", "12课时"),
        ("教材", "given", "books", "50册"),
    ],
    "文体联谊": [
        ("比赛项目", "text", "", "篮球、乒乓球"), ("参加队伍", "text", "", "机关代表队、部队代表队"),
        ("参加人员", "number", "人", "60余人"), ("演职人员", "number", "名", "10余名"),
        ("场次", "number", "场", "3场"), ("观众", "number", "人次", "500余人次"),
    ],
    "座谈联席": [
        ("议题", "text", "", "军营图书室建设"), ("参加人员", "number", "人", "30人"),
        ("场次", "number", "场", "1场"),
    ],
    "宣传教育": [
        ("场次", "number", "场", "2场"), ("参加人员", "number", "人次", "300余人次"),
        ("专栏", "number", "期", "4期"), ("资料", "number", "份", "1000余份"),
        ("宣传品", "given", "works", "展板20块"),
    ],
    "文艺创作": [
        ("作品", "given", "works", "小品《战友情》"), ("作品数", "number", "件", "2件"),
        ("演出场次", "number", "场", "1场"),
    ],
    "设施援建": [
        ("设施", "given", "facilities", "灯光篮球场1个，价值5万余元"),
        ("器材", "given", "equipment", "健身器材10件"), ("经费", "given", "funds", "30000元"),
        ("项目数", "number", "个", "1个"), ("受益官兵", "number", "人", "200余人"),
    ],
    "优抚帮扶": [
        ("帮扶对象", "helped", "", "困难优抚对象5人"), ("慰问户数", "number", "户", "20余户"),
        ("慰问金", "given", "money", "500元"), ("慰问品", "given", "goods", "食用油20桶"),
    ],
    "军民共建": [
        ("参加人员", "number", "人", "40余人"), ("活动次数", "number", "次", "2次"),
        ("共建内容", "text", "", "军嫂社区主题活动"), ("经费", "given", "funds", "3000元"),
    ],
    "其他": [("参加人员", "number", "人", "20余人")],
}  # fmt: skip
WITH_MEASURE = re.compile(r"(.*?)(?:（(.*)）)?")
LONGEST, LONGEST_MEASURE = 30, 8  # characters that a label and a measure word may have
USUAL = {
    name: counts for name, _, counts, _ in import_module("activities.migrations.0002_kinds").KINDS
}


def add_fields(apps, schema_editor):
    KindField = apps.get_model("activities", "KindField")
    categories = dict(KindField._meta.get_field("category").choices)
    for kind in apps.get_model("activities", "ActivityKind").objects.order_by("pk"):
        for number, (label, holds, detail, example) in enumerate(fields_of(kind, categories), 1):
            given = holds == "given"
            KindField.objects.create(
                kind=kind,
                position=number * 10,
                label=label,
                holds=holds,
                measure="" if given else detail,
                category=detail if given else "",
                example=example,
            )


def fields_of(kind, categories):
    """The fields of a usual kind, then whatever else an office had put into its lists."""
    fields = {label: (label, *rest) for label, *rest in FIELDS.get(kind.name, ())}
    for written in kind.counts:
        label, measure = WITH_MEASURE.fullmatch(written).groups()
        if not label or written in USUAL.get(kind.name, ()):
            continue
        if label in fields or len(measure or "") > LONGEST_MEASURE:
            label, measure = written, ""
        fields.setdefault(label[:LONGEST], (label[:LONGEST], "number", measure or "", ""))
    for category in () if kind.name in FIELDS else kind.categories:
        if label := categories.get(category):
            fields.setdefault(label, (label, "given", category, ""))
    return list(fields.values())


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_logging")]

    operations = [migrations.RunPython(add_fields, migrations.RunPython.noop)]
