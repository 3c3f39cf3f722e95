"""manage.py render_summary: the browser's PDF from the command line, and plain refusals."""

import io

import pytest
from django.core.management import CommandError, call_command
from freezegun import freeze_time

from reports.models import Summary

from .records import done, make_summary
