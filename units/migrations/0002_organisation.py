import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import shuangyong.vague.fields


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("units", "单位名单"), ("accounts", "联络员账号")],
                        max_length=10,
                        verbose_name="内容",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="文件名")),
                ("rows", models.JSONField(default=list, verbose_name="内容行")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("done_at", models.DateTimeField(null=True, verbose_name="导入时间")),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("reminder", "催办"), ("information", "通知")],
                        default="reminder",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                (
                    "path",
                    models.CharField(
                        blank=True, help_text="站内地址", max_length=200, verbose_name="相关页面"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="发出时间")),
            ],
            options={
                "verbose_name": "通知",
                "verbose_name_plural": "通知",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="NoticeReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="阅读时间")),
            ],
            options={
                "verbose_name": "阅读记录",
                "verbose_name_plural": "阅读记录",
            },
        ),
        migrations.CreateModel(
            name="UnitChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("renamed", "更名"), ("moved", "调整隶属"), ("merged", "并入")],
                        max_length=10,
                        verbose_name="变动",
                    ),
                ),
                (
                    "changed",
                    shuangyong.vague.fields.VagueDateField(max_length=120, verbose_name="变动时间"),
                ),
                (
                    "changed_from",
                    models.GeneratedField(
                        db_persist=True,
                        expression=shuangyong.vague.fields.IsoDate(
                            django.db.models.functions.text.Substr("changed", 1, 10)
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="原全称")),
                ("short_name", models.CharField(blank=True, max_length=50, verbose_name="原简称")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="如机构改革文件的文号",
                        max_length=200,
                        verbose_name="依据",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "沿革",
                "verbose_name_plural": "沿革",
                "ordering": ("changed_from", "pk"),
            },
        ),
        migrations.AddField(
            model_name="leadinggroup",
            name="previous",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="next",
                to="units.leadinggroup",
                verbose_name="上一届",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="units.unit",
                verbose_name="并入单位",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="wanted_unit",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="拟授单位",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱"),
        ),
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="下次登录须修改密码"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="wanted_role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("liaison", "联络员"),
                    ("reviewer", "双拥办审核员"),
                    ("leader", "领导"),
                    ("admin", "系统管理员"),
                    ("security", "安全管理员"),
                    ("auditor", "安全审计员"),
                ],
                editable=False,
                max_length=10,
                verbose_name="拟授角色",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="发件人",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="units.unit",
                verbose_name="收件单位",
            ),
        ),
        migrations.AddField(
            model_name="noticereading",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="units.notice",
            ),
        ),
        migrations.AddField(
            model_name="noticereading",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitchange",
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
            model_name="unitchange",
            name="superior",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="原上级单位",
            ),
        ),
        migrations.AddField(
            model_name="unitchange",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="units.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="since_day",
            field=models.GeneratedField(
                db_persist=True,
                expression=shuangyong.vague.fields.IsoDate(
                    django.db.models.functions.text.Substr("since", 1, 10)
                ),
                output_field=models.DateField(null=True),
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="until_day",
            field=models.GeneratedField(
                db_persist=True,
                expression=shuangyong.vague.fields.IsoDate(
                    django.db.models.functions.text.Substr("until", 12, 10)
                ),
                output_field=models.DateField(null=True),
            ),
        ),
        migrations.AddField(
            model_name="leadinggroup",
            name="valid_from_day",
            field=models.GeneratedField(
                db_persist=True,
                expression=shuangyong.vague.fields.IsoDate(
                    django.db.models.functions.text.Substr("valid_from", 1, 10)
                ),
                output_field=models.DateField(null=True),
            ),
        ),
        migrations.AddField(
            model_name="leadinggroup",
            name="valid_until_day",
            field=models.GeneratedField(
                db_persist=True,
                expression=shuangyong.vague.fields.IsoDate(
                    django.db.models.functions.text.Substr("valid_until", 12, 10)
                ),
                output_field=models.DateField(null=True),
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since_day", None),
                    ("until_day", None),
                    ("until_day__gte", models.F("since_day")),
                    _connector="OR",
                ),
                name="appointment_ends_after_it_begins",
                violation_error_code="until",
                violation_error_message="离任时间不能早于任职时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="leadinggroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from_day", None),
                    ("valid_until_day", None),
                    ("valid_until_day__gte", models.F("valid_from_day")),
                    _connector="OR",
                ),
                name="group_ends_after_it_begins",
                violation_error_code="valid_until",
                violation_error_message="停用时间不能早于起用时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", None), ("is_active", False), _connector="OR"),
                name="merged_unit_is_no_longer_in_use",
                violation_error_code="is_active",
                violation_error_message="已并入其他单位的单位不能再启用。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None),
                    models.Q(("merged_into", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="unit_is_not_merged_into_itself",
                violation_error_code="into",
                violation_error_message="单位不能并入自己。",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["unit", "-at"], name="units_notic_unit_id_6fce4b_idx"),
        ),
        migrations.AddConstraint(
            model_name="noticereading",
            constraint=models.UniqueConstraint(
                fields=("notice", "user"), name="notice_read_once_by_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="change_keeps_the_former_name",
                violation_error_code="name",
                violation_error_message="请填写原全称。",
            ),
        ),
    ]
