"""考核细则, as offices print them."""

from __future__ import annotations

from django.db.models import Prefetch
from django.views.generic import DetailView, ListView

from assessments.models import Criterion, Standard
from units import permissions
from units.permissions import RoleRequired


class StandardList(RoleRequired, ListView):
    """Every standard in scope, newest first."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/standard_list.html"
    context_object_name = "standards"

    def get_queryset(self):
        return Standard.objects.visible_to(self.request.user).select_related("unit")

    def get_context_data(self, **kwargs):
        may_import = permissions.is_reviewer(self.request.user)
        return super().get_context_data(**kwargs) | {"may_import": may_import}


class StandardDetail(RoleRequired, DetailView):
    """部分, 序号, 内容, 分值, 评分办法, 所需佐证."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/standard_detail.html"
    context_object_name = "standard"

    def get_queryset(self):
        criteria = Criterion.objects.prefetch_related("scoring_points")
        return (
            Standard.objects.visible_to(self.request.user)
            .select_related("unit")
            .prefetch_related("sections", Prefetch("sections__criteria", criteria))
        )
