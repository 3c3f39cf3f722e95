"""Ready-made outlines: a general one, and three in the manner of real summaries."""

from django.db import migrations

CULTURE = ["慰问演出", "电影放映", "文体联谊", "文艺创作"]
GIVING = ["捐赠赠送", "教育培训", "设施援建"]
TOGETHER = ["座谈联席", "军民共建", "走访慰问", "优抚帮扶"]
LED = ["group", "in_charge", "contacts"]
PLANNED = ["plan", "meetings", "measures", "assessment"]


def below(level, heading, *contents, kinds=()):
    """A heading; its first content stands at it, the others follow without a heading."""
    first, *others = contents or ("",)
    yield level, heading, first, kinds
    for content in others:
        yield 0, "", content, ()


OUTLINES = [
    ("通用提纲", "适用于各单位：组织领导、活动、创新、考核结果、不足和下一年计划", [
        *below(0, "", "opening"),
        *below(1, "加强组织领导，落实双拥工作责任", *LED, *PLANNED),
        *below(1, "发挥职能优势，开展形式多样的双拥活动", "sums", "activities"),
        *below(2, "回应部队和地方需求", "requests"),
        *below(1, "坚持开拓创新，丰富双拥工作内容", "innovation"),
        *below(1, "考核结果", "results"),
        *below(1, "存在的不足", "shortcomings"),
        *below(1, "下一步工作", "next_year"),
    ]),
    ("文化新闻出版系统提纲", "领导责任制、文化双拥活动（演出、进部队、共建）、创新、下一步工作", [
        *below(0, "", "opening"),
        *below(1, "坚持领导责任制，确保目标管理落实到位", *LED, *PLANNED, "results"),
        *below(1, "利用文化新闻出版系统优势，认真开展好形式多样的文化双拥活动", "sums"),
        *below(2, "“拥军慰问演出”好戏连台", "activities", kinds=CULTURE),
        *below(2, "坚持文化专干送文化进部队活动", "activities", kinds=GIVING),
        *below(2, "加强国防和双拥宣传教育", "activities", kinds=["宣传教育"]),
        *below(2, "军民同创，共建共拥共进", "activities", kinds=TOGETHER),
        *below(2, "帮助部队解决实际困难", "requests"),
        *below(1, "坚持以开拓创新为指导，丰富双拥新内容", "innovation"),
        *below(1, "正视存在的不足，做好下一步工作", "shortcomings", "next_year"),
    ]),
    ("文化体育系统提纲", "长效机制、文体活动、贴近官兵需求、下一年计划", [
        *below(0, "", "opening"),
        *below(1, "建立长效机制，落实拥军措施"),
        *below(3, "建立拥军领导小组", "group"),
        *below(3, "落实分管领导", "in_charge"),
        *below(3, "明确责任人和联络员", "contacts"),
        *below(3, "制定工作计划", *PLANNED),
        *below(1, "开展文体活动，谱写联欢新曲", "activities",
               kinds=["慰问演出", "电影放映", "文体联谊", "文艺创作", "走访慰问"]),
        *below(3, "帮助部队排忧解困", "requests"),
        *below(1, "贴近官兵需求，铺就拥军新路", "activities"),
        *below(2, "创新拥军形式", "innovation"),
        *below(1, "考核结果和存在的不足", "results", "shortcomings"),
        *below(1, "下一年工作安排", "next_year"),
    ]),
    ("工会系统提纲", "组织领导、理论学习、宣传报道、双拥教育、落实政策、共建活动", [
        *below(0, "", "opening"),
        *below(1, "加强领导，健全机制", *LED, *PLANNED),
        *below(1, "加强理论学习", "activities", kinds=["教育培训"]),
        *below(1, "开展双拥宣传教育", "activities", kinds=["宣传教育", "文艺创作"]),
        *below(1, "落实双拥政策", "activities", kinds=["优抚帮扶", "捐赠赠送", "设施援建"]),
        *below(3, "回应部队和地方需求", "requests"),
        *below(1, "举办共建活动", "activities"),
        *below(1, "创新做法", "innovation"),
        *below(1, "考核结果和存在的不足", "results", "shortcomings"),
        *below(1, "下一步工作", "next_year"),
    ]),
]  # fmt: skip


def add_outlines(apps, schema_editor):
    """The first of them is the general one."""
    Outline = apps.get_model("reports", "Outline")
    ActivityKind = apps.get_model("activities", "ActivityKind")
    kinds = {kind.name: kind for kind in ActivityKind.objects.filter(unit=None)}
    for place, (name, note, lines) in enumerate(OUTLINES, 1):
        outline = Outline.objects.create(name=name, note=note, position=place, is_usual=place == 1)
        for position, (level, heading, content, of_kinds) in enumerate(lines, 1):
            item = outline.items.create(
                position=position, level=level, heading=heading, content=content
            )
            item.kinds.set([kinds[kind] for kind in of_kinds if kind in kinds])


def remove_outlines(apps, schema_editor):
    Outline = apps.get_model("reports", "Outline")
    names = [name for name, *_ in OUTLINES]
    Outline.objects.filter(unit=None, name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_summaries"),
        ("activities", "0002_kinds"),
    ]

    operations = [migrations.RunPython(add_outlines, remove_outlines)]
