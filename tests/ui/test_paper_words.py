"""What is said of a paper whose QR was read."""

from desktop.core.paper_in import Result
from desktop.ui.paper_box import words
from tests.core.test_board import City, city, template
from tests.core.test_paper_in import digits, take

__all__ = ["city", "template"]


def test_that_an_old_paper_and_an_unknown_key_are_said(city: City) -> None:
    ward = city.wards["Tân Lập"]
    city.take("Tân Lập")
    here = "Giấy khớp với tệp bản số 1 của phường Tân Lập đã nhận"
    assert words(take(city, digits(ward))) == f"{here}; không cần nhập thêm."
    forged = take(city, digits(ward, signing=b"x" * 32))
    assert forged.result is Result.SAME
    assert words(forged).endswith("Khóa của giấy chưa từng gặp: xem kỹ chữ ký, dấu.")
    city.take("Tân Lập", version=3)
    assert words(take(city, digits(ward))) == f"{here}, nhưng đã có bản số 3: giấy này đã cũ."
    older = words(take(city, digits(ward, version=2)))
    assert older == "Giấy này là bản số 2; của phường Tân Lập đã có bản số 3 nên không dùng."
