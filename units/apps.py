"""Who: units, leading groups, troops, accounts."""

from django.apps import AppConfig

from shuangyong import breadcrumbs

from .trails import TRAILS


class UnitsConfig(AppConfig):
    """单位与领导小组."""

    name = "units"
    verbose_name = "单位与领导小组"

    def ready(self) -> None:
        """The bell at the top counts what has not been read, the menu who waits for rights."""
        from .granting import waiting_for
        from .navigation import register_count

        register_count("units:notices", lambda request: request.user.unread_notices, "条未读通知")
        register_count("units:accounts", lambda request: waiting_for(request.user), "个账号待授权")
        breadcrumbs.register(TRAILS)
