"""What of an activity can be searched, in one place."""

from django.db import models

from .activities import Activity


class ActivityWords(models.Model):
    """The words of an activity and of its lines: title, narrative, goods, films, place, troops.

    `grams` holds every pair of neighbouring characters, so that an index finds words of two
    characters as well; both are written by `activities.search` alone.
    """

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="words"
    )
    text = models.TextField()
    grams = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "查找用词"

    def __str__(self) -> str:
        return self.text[:60]
