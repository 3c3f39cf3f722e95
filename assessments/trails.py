"""Where the pages of this room stand; see `shuangyong.breadcrumbs`."""

from shuangyong.breadcrumbs import Of, Page, Told

PLANS = Page("计划", "activities:plans")
ROUNDS = Page("考核", "assessments:rounds")
ROUND = Of("round")
STANDARDS = Page("考核细则", "assessments:standards")
STANDARD = Of("standard")
ASSESSMENT = Of("assessment", words="assessment.unit.label")
OF_ASSESSMENT = (ROUNDS, Of("assessment.round"), ASSESSMENT)
SECTION = Of("section", "assessments:section-edit")

TRAILS = {
    "assessments:rollover": (PLANS, "年度结转"),
    "assessments:rounds": (ROUNDS,),
    "assessments:round-create": (ROUNDS, "新建考核"),
    "assessments:round": (ROUNDS, ROUND),
    "assessments:round-edit": (ROUNDS, ROUND, "修改"),
    "assessments:round-adopt": (ROUNDS, ROUND, "改用新版细则"),
    "assessments:round-units": (ROUNDS, ROUND, "参评单位"),
    "assessments:round-publish": (ROUNDS, ROUND, "公布结果"),
    "assessments:round-results": (ROUNDS, ROUND, "考核结果"),
    "assessments:review": (ROUNDS, ROUND, "考评"),
    "assessments:review-item": (ROUNDS, ROUND, Told("criterion.label", "第 {} 项")),
    "assessments:objections": (ROUNDS, ROUND, "复核申请"),
    "assessments:assessment": OF_ASSESSMENT,
    "assessments:assessment-extend": (*OF_ASSESSMENT, "延期"),
    "assessments:assessment-leave": (*OF_ASSESSMENT, "退出考核"),
    "assessments:section": (*OF_ASSESSMENT, Told("part.section.title")),
    "assessments:objection": (*OF_ASSESSMENT, "复核申请"),
    "assessments:objection-file": (*OF_ASSESSMENT, "申请复核"),
    "assessments:response-activities": (
        ROUNDS,
        Of("response.assessment.round"),
        Of("response.assessment", words="response.assessment.unit.label"),
        "选择佐证活动",
    ),
    "assessments:standards": (ROUNDS, STANDARDS),
    "assessments:standard-import": (ROUNDS, STANDARDS, "导入"),
    "assessments:standard-import-preview": (ROUNDS, STANDARDS, "导入预览"),
    "assessments:standard-create": (ROUNDS, STANDARDS, "新建"),
    "assessments:standard": (ROUNDS, STANDARDS, STANDARD),
    "assessments:standard-edit": (ROUNDS, STANDARDS, STANDARD, "修改"),
    "assessments:standard-copy": (ROUNDS, STANDARDS, Of("source"), "复制"),
    "assessments:standard-compare": (ROUNDS, STANDARDS, STANDARD, "版本比较"),
    "assessments:section-edit": (ROUNDS, STANDARDS, STANDARD, Told("section")),
    "assessments:criterion-create": (ROUNDS, STANDARDS, STANDARD, SECTION, "新增项目"),
    "assessments:criterion-edit": (
        ROUNDS,
        STANDARDS,
        STANDARD,
        SECTION,
        Told("object.label", "第 {} 项"),
    ),
}
