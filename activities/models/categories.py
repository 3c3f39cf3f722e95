"""The words that sort what stands in an activity: roles, things given, people helped."""

from django.db import models


class PartnerRole(models.TextChoices):
    """What a partner did."""

    HOST = "host", "主办"
    ORGANISER = "organiser", "承办"
    CO_ORGANISER = "co_organiser", "协办"
    PARTICIPANT = "participant", "参与"
    INVITER = "inviter", "邀请方"


class ContributionCategory(models.TextChoices):
    """What was given or provided."""

    MONEY = "money", "慰问金"
    GOODS = "goods", "慰问品"
    BOOKS = "books", "图书"
    EQUIPMENT = "equipment", "器材"
    FILMS = "films", "影片"
    PROGRAMMES = "programmes", "节目"
    WORKS = "works", "作品"
    TRAINING = "training", "培训"
    FACILITIES = "facilities", "设施"
    FUNDS = "funds", "经费"
    OTHER = "other", "其他"


class BeneficiaryCategory(models.TextChoices):
    """优抚对象 categories."""

    MARTYR_FAMILY = "martyr_family", "烈属"
    MILITARY_FAMILY = "military_family", "军属"
    DISABLED = "disabled", "伤残军人"
    VETERAN = "veteran", "退役军人"
    TRANSFERRED = "transferred", "军转干部"
    ACCOMPANYING = "accompanying", "随军家属"
    DISCHARGED = "discharged", "退伍士兵"
    MILITIA = "militia", "民兵预备役人员"
    NEEDY = "needy", "困难优抚对象"
    ENTITLED = "entitled", "优抚对象"
