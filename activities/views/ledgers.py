"""The file in which a unit fills in its ledger."""

from __future__ import annotations

from django.views import View

from activities.ledgers.template import NAME, Offered, ledger_template
from activities.models import ActivityKind
from shuangyong.sheets import as_file, sent
from units import permissions
from units.models import Troop, Unit
from units.permissions import RoleRequired


class LedgerTemplate(RoleRequired, View):
    """台账导入模板: with the units, kinds and troops of the account to choose from."""

    allowed = staticmethod(permissions.may_write)

    def get(self, request):
        user = request.user
        units = Unit.objects.filter(permissions.rows_to_write(user, ""), is_active=True)
        offered = Offered(
            units=list(units.order_by("path").values_list("name", flat=True)),
            kinds=[kind.name for kind in ActivityKind.objects.offered_to(request.user.unit)],
            troops=[troop.name for troop in Troop.objects.of_tree(user.unit)],
        )
        return sent(as_file(ledger_template(offered)), NAME)
