"""Where the pages of this room stand; see `shuangyong.breadcrumbs`."""

from shuangyong.breadcrumbs import Of, Page, Told

REPORTS = Page("总结与报表", "reports:reports")
SUMMARY = Of("summary")
OUTLINES = Page("总结提纲", "reports:outlines")
BINDERS = Page("迎检材料汇编", "reports:binders")
ROUNDS = Page("考核", "assessments:rounds")

TRAILS = {
    "reports:review": ("待审核",),
    "reports:reports": (REPORTS,),
    "reports:statistics": (REPORTS, "统计"),
    "reports:year-picture": (REPORTS, "年度图示"),
    "reports:bulletin": (REPORTS, "进展情况通报"),
    "reports:assessment-bulletin": (ROUNDS, Of("round"), "考核通报"),
    "reports:outlines": (REPORTS, OUTLINES),
    "reports:outline": (REPORTS, OUTLINES, Told("outline")),
    "reports:outline-edit": (REPORTS, OUTLINES, Of("outline", "reports:outline"), "修改"),
    "reports:summary-create": (REPORTS, "生成工作总结"),
    "reports:summary": (REPORTS, SUMMARY),
    "reports:summary-settings": (REPORTS, SUMMARY, "提纲和详略"),
    "reports:summary-examples": (REPORTS, SUMMARY, "典型事例"),
    "reports:summary-edit": (REPORTS, SUMMARY, "修改"),
    "reports:section-sources": (REPORTS, SUMMARY, "出处"),
    "reports:summary-check": (REPORTS, SUMMARY, "核对"),
    "reports:summary-regenerate": (REPORTS, SUMMARY, "重新生成"),
    "reports:summary-versions": (REPORTS, SUMMARY, "版本"),
    "reports:summary-compare": (REPORTS, SUMMARY, "版本比较"),
    "reports:summary-version": (REPORTS, SUMMARY, Told("version")),
    "reports:comment-create": (REPORTS, SUMMARY, "提意见"),
    "reports:rendition": (REPORTS, Of("rendition.summary"), "生成文件"),
    "reports:binders": (REPORTS, BINDERS, Told("round")),
    "reports:issued": (REPORTS, Of("document.summary"), "正式文件"),
    "reports:issued-verify": (REPORTS, "核验正式文件"),
}
