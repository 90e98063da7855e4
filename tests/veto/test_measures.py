"""Veto items of evidence, seizure and the daily penalty (案卷评查细则 2024, 否决项)."""

import pytest

from tests.measures.test_correction import NOTIFY, not_obeyed
from tests.measures.test_seizure import APPROVE, proposed, seized
from tests.measures.walking import scene


@pytest.mark.veto(17, "查封扣押未当场告知 a seizure without telling the rights on the spot")
def test_a_seizure_tells_the_rights_on_the_spot(measure, refused) -> None:
    proposed(measure)
    measure.must("zhou", "approve", APPROVE)

    refused(measure.act("chen", "seize", scene(rights_told=False)), "rights_not_told")


@pytest.mark.veto(18, "查封扣押超期 a seizure beyond its thirty days")
def test_an_overdue_seizure_is_not_prolonged(measure, fake_clock, refused) -> None:
    seized(measure)
    fake_clock.advance(days=35)

    refused(measure.act("zhou", "extend", {"reason": "案情复杂"}), "seizure_over")


@pytest.mark.veto(25, "按日计罚程序颠倒 the daily penalty out of its order")
def test_no_daily_penalty_before_the_fine_it_multiplies(measure, fake_clock, refused) -> None:
    not_obeyed(measure, fake_clock)

    refused(measure.act("zhou", "notify_daily", NOTIFY), "no_original_fine")
