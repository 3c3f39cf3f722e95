import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import activities.models.imports
import shuangyong.vague.fields


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_plan_opening"),
        ("units", "0004_saved_filters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("data", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="保存时间")),
            ],
            options={
                "verbose_name": "未保存的活动",
                "verbose_name_plural": "未保存的活动",
                "ordering": ("-saved_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ActivityFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=30, verbose_name="项目")),
                ("text", models.CharField(max_length=200, verbose_name="内容")),
            ],
            options={
                "verbose_name": "说明",
                "verbose_name_plural": "说明",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ActivityImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("ledger", "台账"), ("paper", "旧材料")],
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=120, upload_to=activities.models.imports.stored_name
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="原文")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "正在读取"),
                            ("ready", "待确认"),
                            ("taking", "正在导入"),
                            ("done", "已导入"),
                            ("failed", "未能读取"),
                        ],
                        default="reading",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                ("message", models.TextField(blank=True, verbose_name="结果")),
                ("details", models.JSONField(default=dict)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("done_at", models.DateTimeField(null=True, verbose_name="导入时间")),
            ],
            options={
                "verbose_name": "活动导入",
                "verbose_name_plural": "活动导入",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ActivityWords",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("text", models.TextField()),
                ("grams", models.TextField()),
            ],
            options={
                "verbose_name": "查找用词",
                "verbose_name_plural": "查找用词",
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="行号")),
                ("cells", models.JSONField(default=dict)),
                ("source_text", models.TextField(blank=True, verbose_name="原文")),
                ("problems", models.JSONField(default=dict)),
                ("twin_row", models.PositiveIntegerField(null=True, verbose_name="可能重复的行")),
                ("is_wanted", models.BooleanField(default=True, verbose_name="导入")),
            ],
            options={
                "verbose_name": "导入行",
                "verbose_name_plural": "导入行",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="KindField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                (
                    "label",
                    models.CharField(
                        help_text="如“演职人员”“片目”“课目”", max_length=30, verbose_name="名称"
                    ),
                ),
                (
                    "holds",
                    models.CharField(
                        choices=[
                            ("number", "数量"),
                            ("text", "文字"),
                            ("given", "投入"),
                            ("helped", "受益对象"),
                        ],
                        default="number",
                        max_length=8,
                        verbose_name="内容",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True, help_text="如 名、场、册", max_length=8, verbose_name="量词"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("money", "慰问金"),
                            ("goods", "慰问品"),
                            ("books", "图书"),
                            ("equipment", "器材"),
                            ("films", "影片"),
                            ("programmes", "节目"),
                            ("works", "作品"),
                            ("training", "培训"),
                            ("facilities", "设施"),
                            ("funds", "经费"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="投入类别",
                    ),
                ),
                ("example", models.CharField(blank=True, max_length=60, verbose_name="示例")),
            ],
            options={
                "verbose_name": "类别的填写项",
                "verbose_name_plural": "类别的填写项",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="origin",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="activity",
            name="source_text",
            field=models.TextField(blank=True, editable=False, verbose_name="来源原文"),
        ),
        migrations.AddField(
            model_name="activitykind",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kinds_of_its_own",
                to="units.unit",
                verbose_name="自设单位",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="given_on",
            field=shuangyong.vague.fields.VagueDateField(
                blank=True, max_length=120, null=True, verbose_name="移交时间"
            ),
        ),
        migrations.AlterField(
            model_name="activitykind",
            name="name",
            field=models.CharField(max_length=30, verbose_name="名称"),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="activities.activity",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", ""), _negated=True),
                fields=("origin",),
                name="activity_taken_over_once",
                violation_error_message="这一行已经导入过。",
            ),
        ),
        migrations.AddConstraint(
            model_name="activitykind",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit", None)),
                fields=("name",),
                name="kind_of_all_named_once",
                violation_error_code="name",
                violation_error_message="已有这个类别。",
            ),
        ),
        migrations.AddConstraint(
            model_name="activitykind",
            constraint=models.UniqueConstraint(
                fields=("unit", "name"),
                name="kind_named_once_in_an_office",
                violation_error_code="name",
                violation_error_message="已有这个类别。",
            ),
        ),
        migrations.AddField(
            model_name="activitydraft",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="activitydraft",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="activity_drafts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="draft",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="activities.activitydraft",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("draft", "sha256"),
                name="evidence_once_per_draft",
                violation_error_code="file",
                violation_error_message="这份材料已经上传过。",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("activity", None), ("draft", None), _connector="XOR"),
                name="evidence_of_an_activity_or_a_draft",
            ),
        ),
        migrations.AddField(
            model_name="activityfact",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="facts",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="activityimport",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AddField(
            model_name="activityimport",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="填报单位",
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="activity",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="activities.activity",
                verbose_name="导入的活动",
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="activities.activityimport",
            ),
        ),
        migrations.AddField(
            model_name="importedrow",
            name="twin",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="activities.activity",
                verbose_name="可能重复的活动",
            ),
        ),
        migrations.AddField(
            model_name="kindfield",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fields",
                to="activities.activitykind",
            ),
        ),
        migrations.AddField(
            model_name="kindfield",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="自设单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="activitydraft",
            constraint=models.UniqueConstraint(
                fields=("user", "activity"), name="one_draft_of_an_activity"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
        ),
        migrations.AddConstraint(
            model_name="kindfield",
            constraint=models.UniqueConstraint(
                fields=("kind", "unit", "label"),
                name="kind_field_named_once_in_an_office",
                violation_error_code="label",
                violation_error_message="这一类别已有同名的填写项。",
            ),
        ),
        migrations.AddConstraint(
            model_name="kindfield",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit", None)),
                fields=("kind", "label"),
                name="kind_field_named_once",
                violation_error_code="label",
                violation_error_message="这一类别已有同名的填写项。",
            ),
        ),
        migrations.AddConstraint(
            model_name="kindfield",
            constraint=models.CheckConstraint(
                condition=models.Q(("holds", "given"), ("category", ""), _connector="XOR"),
                name="kind_field_given_has_a_category",
                violation_error_code="category",
                violation_error_message="内容为“投入”的填写项须选投入类别，其他的不选。",
            ),
        ),
    ]
