"""How well: standards, rounds, assessments."""

from django.apps import AppConfig

from shuangyong import breadcrumbs

from .trails import TRAILS


class AssessmentsConfig(AppConfig):
    """考核."""

    name = "assessments"
    verbose_name = "考核"

    def ready(self) -> None:
        """Tell other rooms of unfinished self-assessments; measures are told who counts.

        The menu counts the objections that wait for the office.
        """
        from activities import deadlines
        from units import handover, searching
        from units.navigation import register_count

        from . import counting
        from .deadlines import objections, reviews, self_assessments
        from .found_by_name import FINDERS
        from .measures import register
        from .models import Assessment, Measured, Objection

        def to_answer(request) -> int:
            return Objection.objects.to_be_answered_by(request.user).count()

        register(Measured.ACTIVITIES, counting.count_activities)
        register(Measured.MEETING, counting.count_meetings)
        register(Measured.PLAN, counting.count_plans)
        register(Measured.REQUESTS, counting.count_requests)
        handover.register(Assessment)
        for provider in (self_assessments, reviews, objections):
            deadlines.register(provider)
        register_count("assessments:rounds", to_answer, "项复核申请待答复")
        breadcrumbs.register(TRAILS)
        searching.register(*FINDERS)
