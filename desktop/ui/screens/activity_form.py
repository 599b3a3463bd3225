"""The form of one activity: typed in from top to bottom, checked while typing, never lost."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import drafts, entry, problems
from desktop.core.activities import Activity, Status
from desktop.core.entry import Opening
from desktop.core.errors import InvalidActivityError
from desktop.core.neighbours import Neighbour
from desktop.core.problems import Problem
from desktop.core.typed import show_time
from desktop.ui import activity_fields, theme
from desktop.ui.activity_fields import FIGURES, KEPT_FOR_NEXT, TEMPLATE, Fields
from desktop.ui.bottom_bar import BottomBar
from desktop.ui.channel_tiles import ChannelTiles
from desktop.ui.check_pane import WIDTH, CheckPane, fine, lines_of, missing, returned
from desktop.ui.form import FormBody
from desktop.ui.form_parts import AnyProblem, FieldProblem
from desktop.ui.notices import Banner
from desktop.ui.screen import Context, Screen, follow_focus, later, on_keys
from desktop.ui.widgets import button, scrolled

NEW = "new"
CHECK_MS, DRAFT_MS = 150, 2_000


class ActivityForm(Screen):
    """Types in a new activity, changes one, or copies one."""

    help_topic = "ghi-buoi"
    shows_status_bar = False
    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._fields: Fields | None = None
        self._body: FormBody | None = None
        self._before: Activity | None = None
        self._last: Activity | None = None
        self._neighbours: Sequence[Neighbour] = ()
        self._found: list[Problem] = []
        self._returned: tuple[FieldProblem, ...] = ()
        self._changed = self._asked = self._saving = False
        self._touched: set[str] = set()
        self._draft_offered: drafts.Draft | None = None
        self._tiles = ChannelTiles(())
        self._pane = CheckPane()
        self._pane.field_wanted.connect(self._go_to)
        self._pane.complete.toggled.connect(lambda: self._edited("status"))
        self._pane.more.clicked.connect(self._show_more)
        self._banner = Banner("info", "")
        self._banner.hide()
        self._take_from_last = button("Lấy mẫu từ buổi trước", icon="copy")
        self._take_from_last.clicked.connect(self.take_template)
        self._bar = BottomBar()
        self._lay_out()
        self._check_timer = later(self, CHECK_MS, self._check)
        self._draft_timer = later(self, DRAFT_MS, self._keep_draft)
        follow_focus(self._focus_moved)
        self.set_heading(
            "Ghi buổi truyền thông mới",
            "Các ô có dấu * là bắt buộc. Chuyển ô bằng phím Tab hoặc Enter.",
        )

    def top_actions(self) -> Sequence[QWidget]:
        """Return the button that takes the texts of the last activity."""
        return (self._take_from_last,)

    def start_new(self, values: dict[str, object] | None = None) -> None:
        """Begin a new activity; an unsaved draft is offered."""
        self.set_heading("Ghi buổi truyền thông mới", self.subtitle)
        self._before, self._returned = None, ()
        self._open(NEW, values or {})

    def edit(self, activity_id: str, part: str = "", reason: str = "") -> None:
        """Change an activity; a returned one opens at the field, where the reason is said."""
        self._returned = returned(part, reason)
        self.set_heading("Sửa hoạt động", self.subtitle)
        self.read(entry.get, activity_id).then(self._open_for)

    def copy(self, activity_id: str) -> None:
        """Begin a new activity like another one: everything but the day and the counts."""
        self.set_heading("Ghi buổi truyền thông mới", self.subtitle)
        self._before = None
        self.read(entry.get, activity_id).then(lambda found: self._open(NEW, {}, like=found))

    def may_close(self) -> bool:
        """Ask only when something was changed; the draft stays in any case."""
        if not self._changed:
            return True
        self._keep_draft()
        return self.context.dialogs.confirm(
            self, "Rời trang khi chưa lưu?",
            "Nội dung đang gõ được giữ làm bản nháp; lần sau mở lại sẽ thấy.",
            "Rời trang", "Ở lại",
        )  # fmt: skip

    def save(self, *, then_next: bool = False) -> None:
        """Save; with `then_next` begin the next one with the same day, place and speakers."""
        if self._fields is None or self._body is None or self._saving:
            return
        self._asked = True
        activity = self._activity()
        self._check()
        if activity is None or self._body.troubles() or problems.stops(self._found):
            self._body.focus_first_problem()
            return
        self._draft_timer.stop()
        self._saving = True
        fields = self._fields
        self.write(
            entry.save,
            activity,
            fields.new_hamlets(activity),
            fields.new_speakers(activity),
            self._key,
        ).failed(self._refused).then(lambda kept: self._done(kept, then_next))

    def take_template(self) -> None:
        """Fill empty fields with the texts of the last activity of this channel and place."""
        if self._last is not None and self._body is not None and self._fields is not None:
            now, values = self._body.values(hidden=True), self._fields.values(self._last)
            self._body.set_values({key: values.get(key) for key in TEMPLATE if not now.get(key)})
            self._edited("title")

    @property
    def _key(self) -> str:
        return self._before.id if self._before else NEW

    def _open_for(self, found: Activity) -> None:
        self._before = found
        self._open(found.id, None)

    def _open(
        self, key: str, values: dict[str, object] | None, like: Activity | None = None
    ) -> None:
        self.read(entry.open_, key).then(lambda opening: self._start(opening, values, like))

    def _start(
        self, opening: Opening, values: dict[str, object] | None, like: Activity | None
    ) -> None:
        plan = opening.context.plan
        year = plan.first.year if plan else opening.context.today.year
        self._fields = Fields(opening, year, bool(self._returned), self._before)
        self._last, self._neighbours, self._found = like, (), []
        self._asked = self._before is not None
        self._saving = False
        self._build()
        assert self._body is not None
        shown = dict(values or {})
        if self._before is not None:
            shown = self._fields.values(self._before)
        elif like is not None:
            template = self._fields.values(like)
            shown = {name: template[name] for name in TEMPLATE if name in template}
            self._body.skip_filled = True
        self._pane.complete.setChecked(
            bool(self._before and self._before.status is Status.COMPLETE)
        )
        self._body.set_values(shown)
        self._changed = False
        self._touched = set()
        self._offer(opening.draft)
        self._channel_changed()
        self._look_around()
        if self._returned:
            self._check()
        self._body.focus(self._first_field())

    def _first_field(self) -> str:
        """Return where typing begins: in the field by which the activity was returned."""
        assert self._body is not None
        asked = {key for one in self._returned for key in one.fields}
        return next((key for key in self._body.values() if key in asked), "held_on")

    def _build(self) -> None:
        assert self._fields is not None
        body = FormBody(self._fields.sections())
        body.edited.connect(self._edited)
        known = self._fields.known
        tiles = ChannelTiles([known.channel[code] for code in self._fields.opening.usual_channels])
        tiles.chosen.connect(self._tile_chosen)
        page = QWidget()
        page.setObjectName("page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.dp(20), theme.dp(10), theme.dp(16), theme.dp(10))
        layout.setSpacing(theme.dp(10))
        layout.addWidget(tiles)
        layout.addWidget(body, 1)
        page.setMaximumWidth(theme.dp(1180))
        self._scroll.setWidget(page)
        body.lead_on(self._pane.complete, self._pane.more, *self._bar.buttons)
        self._body, self._tiles = body, tiles

    def _offer(self, draft: drafts.Draft | None) -> None:
        self._banner.hide()
        self._bar.draft.setText("")
        if draft is None:
            return
        when = f"{draft.kept_at:%d/%m/%Y} lúc {show_time(draft.kept_at.time())}"
        self._banner.say("info", f"Có bản nháp chưa lưu từ {when}.", "Mở lại bản nháp")
        self._banner.show()
        self._draft_offered = draft

    def _reopen_draft(self) -> None:
        if self._body is not None and self._draft_offered is not None:
            content = dict(self._draft_offered.content)
            self._pane.complete.setChecked(bool(content.pop("complete", False)))
            self._body.set_values(activity_fields.from_json(content))
            self._banner.hide()
            self._channel_changed()
            self._edited("channel")

    def _edited(self, key: str) -> None:
        if self._body is None:
            return
        self._changed = True
        self._touched.add(key)
        if key in ("channel", "until_on"):
            self._channel_changed()
        if key in ("channel", "held_on", "hamlets"):
            self._look_around()
        if key in ("airings", "minutes"):
            channel = self._channel()
            self._body.set_hint(
                "minutes", activity_fields.product_hint(channel, self._body.values())
            )
        self._check_timer.start()
        self._draft_timer.start()

    def _tile_chosen(self, code: str) -> None:
        if self._body is not None:
            self._body.set_values({"channel": code})
            self._edited("channel")
            self._body.focus("topics")

    def _channel(self) -> Any:
        return self._fields and self._body and self._fields.channel(self._body.values(hidden=True))

    def _channel_changed(self) -> None:
        channel = self._channel()
        self._tiles.mark(channel.code if channel else None)
        self._pane.show_papers(channel.evidence if channel else ())
        if channel and self._body is not None:
            for key, label in activity_fields.quantity_labels(channel).items():
                self._body.relabel(key, label)
        self._check_timer.start()

    def _look_around(self) -> None:
        if self._body is None:
            return
        values = self._body.values(hidden=True)
        channel = self._channel()
        places = values.get("hamlets")
        hamlet = places[0] if isinstance(places, tuple) and places else ""
        code = channel.code if channel else ""
        day = values.get("held_on")
        day = day if isinstance(day, date) else None
        self.read_latest("around", entry.around, day, code, hamlet).then(self._show_around)

    def _show_around(self, found: tuple[Sequence[Neighbour], Activity | None]) -> None:
        self._neighbours, last = found
        if self._body is None or self._fields is None:
            return
        self._last = last
        self._take_from_last.setEnabled(last is not None)
        figures = {} if last is None or self._before else self._fields.values(last)
        self._body.last_time({key: figures.get(key) for key in FIGURES})
        self._check_timer.start()

    def _activity(self) -> Activity | None:
        if self._fields is None or self._body is None:
            return None
        complete = self._pane.complete.isChecked()
        return self._fields.activity(self._body.values(), self._before, complete=complete)

    def _check(self) -> None:
        """Show what is wrong in the fields that were touched; after a try to save, everything."""
        self._check_timer.stop()
        if self._fields is None or self._body is None:
            return
        values = self._body.values()
        activity = self._activity()
        self._found = []
        if activity is not None:
            self._found = self._fields.problems(activity, self._neighbours)
        else:
            unread = {key for one in self._body.troubles() for key in one.fields}
            found = [*missing(values), *self._fields.problems_of_day(values.get("held_on"))]
            self._found = [one for one in found if not unread.intersection(one.fields)]
        shown: list[AnyProblem] = [*self._returned]
        shown += [p for p in self._found if self._asked or self._touched.intersection(p.fields)]
        self._body.show_problems(shown)
        lost = self._fields.lost(values, self._body.values(hidden=True))
        wrong: list[AnyProblem] = [*self._body.unread(), *shown]
        self._pane.show_lines(lines_of(wrong, fine(values, self._found), lost))

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        if self._body is None or not self._changed or self._saving:
            return
        content = activity_fields.to_json(self._body.values(hidden=True))
        content["complete"] = self._pane.complete.isChecked()
        self.keep(drafts.keep, self._key, content).then(
            lambda at: self._bar.draft.setText(f"Đã lưu nháp lúc {show_time(at.time())}")
        )

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._scroll.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, theme.dp(40))
        if self._changed and old is not None and new is not None and self.isAncestorOf(old):
            self._keep_draft()

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        if isinstance(error, InvalidActivityError) and self._body is not None:
            self._found = list(error.problems)
            self._body.show_problems(self._found)
            self._body.focus_first_problem()
        else:
            self.context.dialogs.show_error(self, error)

    def _done(self, kept: Activity, then_next: bool) -> None:
        self._changed = False  # still saving until another one begins: saved once
        values = self._fields.values(kept) if self._fields else {}
        self.saved.emit(kept)
        if then_next:
            self.say(f"Đã lưu “{kept.title}”. Ghi buổi tiếp theo.")
            self.start_new({key: values[key] for key in KEPT_FOR_NEXT if values.get(key)})
        else:
            self.left.emit()

    def _cancel(self) -> None:
        if self.may_close():
            self._changed = False
            self.left.emit()

    def _go_to(self, key: str) -> None:
        if self._body is not None and key in self._body.values():
            self._body.focus(key)

    def _show_more(self) -> None:
        if self._fields is not None and self._body is not None:
            self._fields.more = True
            self._body.set_values({})
            self._body.focus("host_event")

    def _lay_out(self) -> None:
        self._scroll = scrolled()
        side = scrolled(self._pane)
        side.setFixedWidth(theme.dp(WIDTH))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._scroll, 1)
        middle.addWidget(side)
        self._banner.clicked.connect(self._reopen_draft)
        notice = QVBoxLayout()
        notice.setContentsMargins(theme.dp(20), 0, theme.dp(20), 0)
        notice.addWidget(self._banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(notice)
        layout.addLayout(middle, 1)
        layout.addWidget(self._bar)
        self._connect_keys()

    def _connect_keys(self) -> None:
        self._bar.cancel.clicked.connect(self._cancel)
        self._bar.following.clicked.connect(lambda: self.save(then_next=True))
        self._bar.save.clicked.connect(lambda _=False: self.save())
        following = dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self._bar.following.click)
        on_keys(
            self,
            {"Ctrl+S": self.save, "Esc": self._cancel, "F8": self._next_problem, **following},
        )

    def _next_problem(self) -> None:
        self._asked = True
        self._check()
        if self._body is not None:
            self._body.next_problem()
