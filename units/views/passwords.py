"""重置密码: a new password from the security administrator, shown once."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from shuangyong.review import StepRefused
from units import passwords, permissions
from units.models import User
from units.permissions import RoleRequired


@method_decorator(never_cache, name="dispatch")
class ResetPassword(RoleRequired, DetailView):
    """Asks first; the answer to the click is the only page that ever shows the password."""

    allowed = staticmethod(permissions.may_grant_roles)
    queryset = User.objects.select_related("unit")
    template_name = "units/password_reset.html"
    context_object_name = "account"  # not "user", who is the one signed in

    def post(self, request, pk: int):
        self.object = self.get_object()
        try:
            password = passwords.reset(self.object, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("units:accounts")
        return self.render_to_response(self.get_context_data(password=password))
