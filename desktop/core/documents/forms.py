"""The printed forms of an activity, in the order of a dossier. Their texts stand in forms_*.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.core.catalogue import Channel
from desktop.core.documents import (
    forms_broadcast,
    forms_handover,
    forms_lists,
    forms_minutes,
    forms_parts,
)
from desktop.core.documents.content import FormContent
from desktop.core.documents.outline import Outline


@dataclass(frozen=True)
class Form:
    """One printed form: code (paper_forms), what it is called, for which activities.

    `needs` names what it takes from the choice: "rows", "rate", "lines"; `excel`, `word`: also made
    as such a file. `signers`: names of the places Người ký trái, phải (empty: nobody to choose).
    """

    code: str
    name: str
    fits: Callable[[Channel], bool]
    outline: Callable[[FormContent], Outline]
    needs: tuple[str, ...] = ()
    excel: bool = False
    word: bool = False
    signers: tuple[str, str] = ("", "")
    blank: bool = True
    """It can also be had empty, for filling in by hand."""


def single(code: str, name: str, *, word: bool = False, excel: bool = False) -> Form:
    """Return a paper that belongs to no activity: a report, a slip, a letter."""
    return Form(code, name, _of_none, _of_none, word=word, excel=excel, blank=False)


def _of_none(_: object) -> Any:
    raise NotImplementedError


def _either(make: Callable[[FormContent], Outline]) -> Callable[[FormContent], Outline]:
    """Every form can be had empty: the same paper, from a content with little in it."""

    def outline(content: FormContent) -> Outline:
        return make(forms_parts.emptied(content) if content.choice.blank else content)

    return outline


def _people_meet(channel: Channel) -> bool:
    return channel.is_session


def _people_sign(channel: Channel) -> bool:
    return channel.is_session and channel.attends == "yes"


def _community_meets(channel: Channel) -> bool:
    return channel.code == "SINH_HOAT_CD"


def _things_are_made(channel: Channel) -> bool:
    return channel.group in ("Trực quan", "Ấn phẩm")


def _loudspeakers_speak(channel: Channel) -> bool:
    return channel.code == "PHAT_THANH"


FORMS: tuple[Form, ...] = (
    Form(
        "GM", "Giấy mời", _people_meet, _either(forms_minutes.invitation), word=True,
        signers=("", "Người ký"),
    ),
    Form(
        "BB_TT", "Biên bản buổi truyền thông", _people_meet, _either(forms_minutes.minutes),
        word=True, signers=("Thư ký", "Chủ tọa"),
    ),
    Form(
        "BB_CD", "Biên bản họp cộng đồng dân cư", _community_meets,
        _either(forms_minutes.community_minutes), word=True, signers=("Thư ký", "Chủ trì"),
    ),
    Form(
        "DS_DB", "Danh sách đại biểu tham dự", _people_sign, _either(forms_lists.attendance),
        needs=("rows",), excel=True, signers=("Người lập", "Thủ trưởng đơn vị"),
    ),
    Form(
        "DS_TIEN", "Danh sách ký nhận tiền hỗ trợ người tham dự", _people_sign,
        _either(forms_lists.support), needs=("rows", "rate"), excel=True,
        signers=("Người lập", "Thủ trưởng đơn vị"),
    ),
    Form(
        "DS_BCV", "Danh sách ký nhận tiền bồi dưỡng báo cáo viên", _people_sign,
        _either(forms_lists.fees), needs=("rows", "rate"), excel=True,
        signers=("Người lập", "Thủ trưởng đơn vị"),
    ),
    Form(
        "DS_CAP_PHAT", "Danh sách cấp phát tài liệu", _things_are_made,
        _either(forms_lists.handed_out), needs=("rows",), excel=True,
        signers=("Người lập", "Thủ trưởng đơn vị"),
    ),
    Form(
        "BB_BG", "Biên bản bàn giao tài liệu", _things_are_made,
        _either(forms_handover.handover), needs=("lines",),
        signers=("Đại diện bên giao", "Đại diện bên nhận"),
    ),
    Form(
        "BB_NT", "Biên bản nghiệm thu (pa-nô, băng rôn, ấn phẩm)", _things_are_made,
        _either(forms_handover.acceptance), needs=("lines",),
        signers=("Đại diện bên A", "Đại diện bên B"),
    ),
    Form(
        "GXN_PT", "Giấy xác nhận phát thanh", _loudspeakers_speak,
        _either(forms_broadcast.confirmation),
        signers=("Người phụ trách truyền thanh", "Người ký xác nhận"),
    ),
    Form(
        "NK_PT", "Nhật ký phát thanh", _loudspeakers_speak, _either(forms_broadcast.log),
        needs=("rows",), excel=True, signers=("Người ghi", "Phụ trách"),
    ),
)  # fmt: skip
