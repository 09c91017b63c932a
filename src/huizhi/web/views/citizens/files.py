"""Files on the page of a matter: a party sends one in, and takes away the papers that are for it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.papers.facade import response_for
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.tracking import FileForm
from huizhi.web.views.citizens.browser import citizens, held


@citizens
@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest) -> HttpResponse:
    """Choose a file, then it is checked, sealed and added; too much at once is said so."""
    opened = held(request, "tracking")
    if not opened:
        return HttpResponseRedirect(reverse("web:track"))
    form, refused = FileForm(), None
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        refused = too_large() if getattr(request, "upload_too_large", False) else None
        if refused is None and form.is_valid():
            sent = form.cleaned_data["content"]
            try:
                complaints.party_attach(**opened, content=sent, name=sent.name, at=timezone.now())
            except Refused as why:
                refused = why
            else:
                return HttpResponseRedirect(f"{reverse('web:tracked')}#files")
    context = {
        "form": FileForm() if refused else form, "refused": refused, "number": opened["number"],
        "back": reverse("web:tracked"), "heading": FileForm.heading, "most": settings.HUIZHI_FILE_MAX_MB,
    }  # fmt: skip
    return render(request, "web/citizens/send_file.html", context, status=422 if request.method == "POST" else 200)


@citizens
@require_safe
def tracked_file(request: HttpRequest, ref: str) -> HttpResponse:
    """A paper or file of the matter this browser has opened, as a download."""
    opened = held(request, "tracking")
    if not opened:
        return HttpResponseRedirect(reverse("web:track"))
    name = complaints.received_name(**opened, ref=ref)
    if not name:
        raise Http404(ref)
    return response_for(ref, name)


def too_large() -> Refused:
    """More came than one request may carry."""
    return Refused(
        "upload_too_large", "文件太大，没有收到", "the file is too large and was not received",
        "没有写入任何内容。", "请压缩文件，或者分几次提交。",
        what_is_safe_en="Nothing was written.", what_to_do_en="Make it smaller, or send it in parts.",
    )  # fmt: skip
