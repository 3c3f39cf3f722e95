"""Signing in."""

from django.contrib.auth.backends import BaseBackend

from .models import User


class UnitBackend(BaseBackend):
    """Checks user name and password; brings the unit along with the account in one query."""

    def authenticate(self, request, username=None, password=None):
        """The account, or None; a wrong name takes as long as a wrong password.

        Upper and lower case of the name are alike. An account that is switched off passes
        here, so that the log-in form can say why it is refused.
        """
        try:
            user = User.objects.get(username__iexact=username)
        except User.DoesNotExist:
            User().set_password(password)
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id):
        """The account of a session, with its unit; None once it has been switched off."""
        return User.objects.filter(pk=user_id, is_active=True).select_related("unit").first()
