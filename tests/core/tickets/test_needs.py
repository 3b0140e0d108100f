"""What a case of each kind should tell: the workspace's word, else the product's."""

import pytest
from django.utils import translation
from tests.core.tickets.factories import a_category

from octant.core.ports.needs import MOST, NEEDS
from octant.core.tickets import asking, needs
from octant.core.tickets.asking import ALT, LABELS, PICTURES, all_labels, phrase, where
from octant.core.tickets.details import details_in
from octant.core.tickets.needs import PRODUCT, missing, needs_of

ID = "FT5j73N-yJd1r4ccGps0QEg9ocTfTO"


def test_every_need_has_its_words_and_its_picture() -> None:
    for need in NEEDS:
        assert phrase(need) and where(need) and LABELS[need], need
        assert PICTURES[need] in ALT, need


def test_the_product_asks_for_nothing_that_has_no_words() -> None:
    for category, asked in PRODUCT.items():
        assert set(asked) <= NEEDS.keys() and len(asked) <= MOST, category


def test_no_two_labels_of_a_language_are_alike() -> None:
    assert set(all_labels().values()) == NEEDS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("category", "text", "told"),
    [
        ("funding/withdrawals", f"{ID} since 2026-11-28 14:05", {"transfer", "moment"}),
        ("funding/bank-transfers", "I sent 300 EUR on Monday", {"payment", "moment"}),
        ("trading/orders", "order OPYCDY-BK377-OXTZQ6", {"order"}),
        ("trading/markets", "BTC/USD 今天不动了", {"market", "moment"}),
        ("trading/futures", "我的 ETH 永续被平了", {"position"}),
        ("earn/staking", "奖励没发，质押的是 ETH", {"asset"}),
        ("security/sign-in", "Chrome 提示“密码错误”", {"device", "error"}),
        ("security/two-factor", "换了 iPhone", {"device"}),
        (
            "security/phishing",
            "mail from help@kraken-safe.example yesterday",
            {"suspect", "moment"},
        ),
        ("verification/documents", "my passport was refused", {"document"}),
        ("account/registration", "an hour ago, with Safari", {"moment", "device"}),
        ("api/errors", "AddOrder: EOrder:Insufficient funds", {"page", "error"}),
        ("records/taxes", "tax year 2025", {"period"}),
        ("fees/fees", "how much", set()),
        ("security/compromised", "help", set()),
    ],
)
def test_each_kind_of_case_finds_what_it_needs(category: str, text: str, told: set[str]) -> None:
    needed = set(needs_of(category, text))
    assert told <= needed
    assert set(missing(category, text, details_in(text))) == needed - told


@pytest.mark.django_db
def test_the_workspace_says_otherwise() -> None:
    parent = a_category("funding", needs=["asset"])
    a_category("funding/withdrawals", parent=parent)
    a_category("funding/deposits", parent=parent, needs=[])
    needs._kept.cache_clear()
    assert needs_of("funding", "") == ("asset",)
    assert needs_of("funding/withdrawals", "") == ("asset",)
    assert needs_of("funding/deposits", "") == ()
    assert needs_of("trading/orders", "") == ("order", "moment")
    assert needs_of("something/new", "") == ("moment",)
    needs._kept.cache_clear()  # what it kept is rolled back


@pytest.mark.parametrize(
    "text", ["I can't log in", "币没到", "the ratio is 3:2", "到现在还没有", ""]
)
def test_nothing_is_found_where_nothing_is_told(text: str) -> None:
    assert details_in(text) == []


def test_an_answer_counts_in_whatever_words_it_is_given() -> None:
    told = details_in("It fails\nError message: none, it only spins\nDevice or app: my old machine")
    assert {("error", "none, it only spins"), ("device", "my old machine")} <= {
        (each.kind, each.value) for each in told
    }
    assert ("market", "my long one") in {
        (each.kind, each.value) for each in details_in("Position: my long one")
    }
    assert details_in("Error message:\nDevice or app:   ") == []


def test_a_workspace_words_where_to_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"where_error": {"en": "In the red box.", "zh-hans": "红框里。"}, "where_page": "junk"}
    monkeypatch.setattr(asking, "_prompts", lambda: own)
    assert where("error") == "In the red box."
    assert "top of the page" in where("page")
    with translation.override("zh-hans"):
        assert where("error") == "红框里。"
        assert "按钮" in where("page")


def test_labels_by_the_thousand_give_few_details() -> None:
    text = "Error message: x\n" * 5_000
    assert [(d.kind, d.value) for d in details_in(text)] == [("error", "x")]


def test_a_label_is_no_detail_itself() -> None:
    assert {d.kind for d in details_in("Device or app: Chrome")} == {"device"}
    assert {d.kind for d in details_in("When: on Monday")} == {"moment"}
