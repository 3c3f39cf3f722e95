from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0006_audit_trail_read_only")]

    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["", "liaison", "reviewer", "leader", "admin", "security", "auditor"],
                    )
                ),
                name="account_has_a_known_role",
                violation_error_code="role",
                violation_error_message="没有这个角色。",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role__in", ("admin", "security", "auditor")), _negated=True),
                    ("unit__isnull", True),
                    _connector="OR",
                ),
                name="officer_belongs_to_no_unit",
                violation_error_code="unit",
                violation_error_message="系统管理员、安全管理员、安全审计员不属于任何单位，请清空单位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("wanted_role__in", ["", "liaison", "reviewer", "leader"])),
                name="only_business_roles_are_asked_for",
                violation_error_code="wanted_role",
                violation_error_message="只能申请联络员、审核员和领导。",
            ),
        ),
    ]
