"""The words for errors, for the window and the terminal. Knows no Qt."""

from dataclasses import dataclass
from functools import singledispatch

from desktop.core.errors import AppError, CancelledError

NOTHING_LOST = "Dữ liệu trên máy không bị ảnh hưởng."


@dataclass(frozen=True)
class Message:
    """What could not be done, why, what to do next, and what is safe."""

    title: str
    why: str
    steps: tuple[str, ...] = ()
    safe: str = NOTHING_LOST


@singledispatch
def describe(_error: BaseException) -> Message | None:
    """Return the words for an error, or None for a bug and for what needs no words."""
    return None


@describe.register
def _(_error: CancelledError) -> None:
    return None


@describe.register
def _(_error: AppError) -> Message:
    return Message(
        "Chưa làm được việc này",
        "Chương trình gặp một trở ngại chưa có lời giải thích riêng.",
        ("Thử lại một lần nữa.", "Vẫn không được: chụp màn hình này gửi người hỗ trợ."),
    )


def require_words(kind: type[BaseException]) -> None:
    """Raise LookupError if errors of this kind have no words of their own; tests ask this."""
    if describe.dispatch(kind) in (describe.dispatch(AppError), describe.dispatch(BaseException)):
        raise LookupError(kind.__name__)


def code(error: BaseException) -> str:
    """Return what to read out on the telephone: the name of the error without Error."""
    name = type(error).__name__
    return name.removesuffix("Error") or name


def as_text(message: Message) -> str:
    """Return the words for a terminal."""
    steps = [f"  {number}. {step}" for number, step in enumerate(message.steps, start=1)]
    return "\n".join([message.title, message.why, *steps, message.safe])
