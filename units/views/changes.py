"""更名, 调整隶属, 并入 and the administrative order: what the administrator does to the tree."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView

from shuangyong.views import way_back
from units import permissions
from units.changing import ChangeRefused, change_places
from units.forms.tree import MergeForm, MoveForm, RenameForm
from units.models import BUSINESS_ROLES, LeadingGroup, Unit
from units.permissions import RoleRequired


class ChangeView(RoleRequired, FormView):
    """A small form with a plain explanation of what will happen."""

    allowed = staticmethod(permissions.may_manage_units)
    template_name = "units/change_form.html"
    heading: str
    question: str

    @cached_property
    def unit(self) -> Unit:
        """The unit it happens to."""
        return get_object_or_404(Unit, pk=self.kwargs["pk"])

    def effects(self) -> list[str]:
        """What will happen, one sentence each."""
        raise NotImplementedError

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.unit}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "unit": self.unit,
            "heading": self.heading,
            "question": self.question.format(unit=self.unit),
            "effects": self.effects(),
        }

    def form_valid(self, form):
        try:
            unit = form.apply(self.request.user)
        except ChangeRefused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"已办理{self.heading}：{unit}")
        return redirect(unit)


class Rename(ChangeView):
    """更名."""

    form_class = RenameForm
    heading = "更名"
    question = "确定为“{unit}”办理更名？"

    def effects(self) -> list[str]:
        return [
            "变动时间之前年度的工作总结、台账、名单仍用原名，变动当年起用新名。",
            "原名写入沿革，用原名仍能查到本单位。",
            "记录、账号、隶属关系都不变。只是改正录入错误的，请用“修改单位”。",
            *_group_keeps_its_name(self.unit),
        ]


class Move(ChangeView):
    """调整隶属."""

    form_class = MoveForm
    heading = "调整隶属"
    question = "确定调整“{unit}”及其全部下属单位的隶属关系？"

    def effects(self) -> list[str]:
        below = Unit.objects.get_descendants(self.unit).count()
        with_it = f"连同 {below} 个下属单位" if below else "本单位"
        return [
            f"{with_it}一起移到新的上级单位之下，今后的记录由新的上级审核。",
            "变动之前年度的数据和总结仍计入原上级单位，变动当年起计入新的上级单位。",
            "只在同级单位中调整先后顺序的，请在单位列表中点“上移”“下移”。",
        ]


class Merge(ChangeView):
    """并入."""

    form_class = MergeForm
    heading = "并入"
    question = "确定将“{unit}”并入所填单位？并入后停用，不能撤销。"

    def effects(self) -> list[str]:
        unit = self.unit
        accounts = unit.users.filter(role__in=BUSINESS_ROLES).count()
        below = Unit.objects.get_descendants(unit).count()
        groups = LeadingGroup.objects.current().filter(members=unit)
        own = LeadingGroup.objects.current().filter(host=unit).first()
        return [
            f"“{unit}”停用，移到并入单位之下{f'，{below} 个下属单位随同' if below else ''}。",
            "计划、活动、考核、总结等记录仍属于它；并入单位可以查看，草稿和被退回的可以继续办理。",
            f"业务账号 {accounts} 个转到并入单位。" if accounts else "没有需要转移的账号。",
            *(f"{group}的成员单位由并入单位接替。" for group in groups),
            *([f"{own}同时撤销，下属单位改由上一级审核。"] if own else []),
            "名单上代表它的人员不变；需要换人的，请“调整”有关领导小组。",
            "变动之前年度的数据仍计入原上级单位。",
        ]


class ChangePlaces(RoleRequired, View):
    """上移, 下移: one click, back to the same place of the list."""

    allowed = staticmethod(permissions.may_manage_units)
    http_method_names = ("post",)
    up: bool = True

    def post(self, request, pk: int):
        unit = get_object_or_404(Unit, pk=pk)
        try:
            change_places(unit, up=self.up, by=request.user)
        except ChangeRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{way_back(request, reverse('units:units'))}#unit-{unit.pk}")


def _group_keeps_its_name(unit: Unit) -> list[str]:
    group = unit.current_group()
    return [f"“{group}”的名称不变；随单位改名的，请另行“调整”领导小组。"] if group else []
