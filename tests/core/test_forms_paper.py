"""Every form as it comes out of the printer keeps decree 30/2020."""

import pytest

from desktop.core.documents import outline_pdf, report_outline
from desktop.core.documents.forms import FORMS, Form
from desktop.core.progress import Progress
from tests.core import decree30, forms_content
from tests.core.documents_content import make_content

UNNUMBERED = {"DS_DB", "DS_TIEN", "DS_BCV", "DS_CAP_PHAT", "NK_PT", "BB_CD", "GXN_PT"}
"""Lists, minutes of a hamlet and confirmations enter no register of documents."""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
@pytest.mark.parametrize("blank", [False, True], ids=["filled", "blank"])
@pytest.mark.parametrize("count", [1, 30, 400])
def test_that_the_form_keeps_the_decree(form: Form, blank: bool, count: int) -> None:
    content = forms_content.content_of(form.code, people=forms_content.make_people(count))
    paper = form.outline(forms_content.blank(content) if blank else content)
    kind = "list" if form.code in UNNUMBERED else "official"
    assert decree30.broken(outline_pdf.to_bytes(paper, Progress()), kind) == []


@pytest.mark.parametrize("count", [1, 60, 400])
def test_that_the_report_keeps_the_decree(count: int) -> None:
    content = make_content(count)
    paper = report_outline.outline(content)
    assert decree30.broken(outline_pdf.to_bytes(paper, Progress()), "official") == []
