"""Addresses of units, leading groups, troops, accounts and the audit trail."""

from django.urls import path

from .views import (
    accounts,
    audit,
    changes,
    groups,
    handover,
    names,
    notices,
    passwords,
    session,
    troops,
    units,
)

app_name = "units"
urlpatterns = [
    path("login/", session.LogIn.as_view(), name="login"),
    path("logout/", session.LogOut.as_view(), name="logout"),
    path("password/", session.ChangePassword.as_view(), name="password"),
    path("year/", session.ChooseYear.as_view(), name="year"),
    path("units/", units.UnitList.as_view(), name="units"),
    path("units/names/", names.UnitNames.as_view(), name="unit-names"),
    path("units/add/", units.UnitCreate.as_view(), name="unit-create"),
    path("units/<int:pk>/", units.UnitDetail.as_view(), name="unit"),
    path("units/<int:pk>/edit/", units.UnitEdit.as_view(), name="unit-edit"),
    path("units/<int:pk>/rename/", changes.Rename.as_view(), name="unit-rename"),
    path("units/<int:pk>/move/", changes.Move.as_view(), name="unit-move"),
    path("units/<int:pk>/merge/", changes.Merge.as_view(), name="unit-merge"),
    path("units/<int:pk>/up/", changes.ChangePlaces.as_view(up=True), name="unit-up"),
    path("units/<int:pk>/down/", changes.ChangePlaces.as_view(up=False), name="unit-down"),
    path("units/<int:unit>/groups/add/", groups.GroupCreate.as_view(), name="group-create"),
    path("units/groups/<int:pk>/", groups.GroupDetail.as_view(), name="group"),
    path("units/groups/<int:pk>/edit/", groups.GroupEdit.as_view(), name="group-edit"),
    path(
        "units/groups/<int:pk>/restructure/",
        groups.GroupRestructure.as_view(),
        name="group-restructure",
    ),
    path("units/groups/<int:pk>/dissolve/", groups.GroupDissolve.as_view(), name="group-dissolve"),
    path("units/<int:unit>/troops/add/", troops.TroopCreate.as_view(), name="troop-create"),
    path("units/troops/<int:pk>/edit/", troops.TroopEdit.as_view(), name="troop-edit"),
    path("units/<int:unit>/pairs/add/", troops.PairCreate.as_view(), name="pair-create"),
    path("accounts/", accounts.AccountList.as_view(), name="accounts"),
    path("accounts/add/", accounts.AccountCreate.as_view(), name="account-create"),
    path("accounts/<int:pk>/edit/", accounts.AccountEdit.as_view(), name="account-edit"),
    path("accounts/<int:pk>/grant/", accounts.AccountGrant.as_view(), name="account-grant"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/read/", notices.NoticesRead.as_view(), name="notices-read"),
    path("notices/<int:pk>/", notices.NoticeDetail.as_view(), name="notice"),
    path("accounts/grant/", accounts.GrantAsWanted.as_view(), name="accounts-grant"),
    path("accounts/<int:pk>/reset/", passwords.ResetPassword.as_view(), name="account-reset"),
    path("accounts/<int:pk>/handover/", handover.HandOver.as_view(), name="account-handover"),
    path("audit/", audit.AuditTrail.as_view(), name="audit"),
]
