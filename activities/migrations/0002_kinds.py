"""The usual kinds of activity, in the order in which reports mention them."""

from django.db import migrations

CULTURE = "开展文化拥军活动"
GIVING = "送文化、送培训进军营"
VISITS = "走访慰问部队和优抚对象"
TOGETHER = "开展军民共建活动"
# name, heading of the report, usual counts with their measure words, usual contributions
KINDS = [
    ("慰问演出", CULTURE, ["演职人员（名）", "观众（人次）", "节目（个）", "场次（场）"], ["programmes", "funds"]),
    ("走访慰问", VISITS, ["慰问人员（人）", "慰问对象（人）", "慰问单位（个）"], ["money", "goods"]),
    ("电影放映", CULTURE, ["场次（场）", "影片（部）", "观众（人次）"], ["films", "equipment"]),
    ("捐赠赠送", GIVING, ["受赠单位（个）", "受益官兵（人）"], ["books", "equipment", "goods", "works"]),
    ("教育培训", GIVING, ["培训（期）", "参训人员（人次）", "课时（课时）"], ["training", "books"]),
    ("文体联谊", CULTURE, ["参加人员（人）", "演职人员（名）", "场次（场）", "观众（人次）"], ["programmes", "funds"]),
    ("座谈联席", TOGETHER, ["参加人员（人）", "场次（场）"], []),
    ("宣传教育", "加强国防和双拥宣传教育", ["场次（场）", "参加人员（人次）", "专栏（期）", "资料（份）"], ["works", "funds"]),
    ("文艺创作", CULTURE, ["作品（件）", "演出场次（场）"], ["works"]),
    ("设施援建", "援建军营文体设施", ["项目（个）", "受益官兵（人）"], ["facilities", "equipment", "funds"]),
    ("优抚帮扶", VISITS, ["帮扶对象（人）", "慰问户数（户）"], ["money", "goods"]),
    ("军民共建", TOGETHER, ["参加人员（人）", "活动次数（次）"], ["training", "goods", "funds"]),
    ("其他", "其他双拥工作", ["参加人员（人）"], []),
]  # fmt: skip


def add_kinds(apps, schema_editor):
    ActivityKind = apps.get_model("activities", "ActivityKind")
    for position, (name, heading, counts, categories) in enumerate(KINDS, 1):
        ActivityKind.objects.get_or_create(
            name=name,
            defaults={
                "position": position * 10,
                "report_heading": heading,
                "counts": counts,
                "categories": categories,
            },
        )


def remove_kinds(apps, schema_editor):
    ActivityKind = apps.get_model("activities", "ActivityKind")
    ActivityKind.objects.filter(name__in=[name for name, *_ in KINDS]).delete()


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [migrations.RunPython(add_kinds, remove_kinds)]
