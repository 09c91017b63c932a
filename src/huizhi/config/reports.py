"""What an error report may show: where it broke, never the values that were in the program's hands."""

from django.views.debug import SafeExceptionReporterFilter

HIDDEN = "（不显示 not shown）"


class NothingPersonal(SafeExceptionReporterFilter):
    """Local variables by name and type only, and form fields by name only, in development too."""

    def is_active(self, _request):
        """Always: a sample city and a real one are debugged alike."""
        return True

    def get_traceback_frame_variables(self, _request, tb_frame):
        """Names with the types of their values."""
        return [(name, type(value).__name__) for name, value in tb_frame.f_locals.items()]

    def get_post_parameters(self, request):
        """The names of the fields that were sent."""
        shown = request.POST.copy() if request is not None else {}
        for name in shown:
            shown[name] = HIDDEN
        return shown
