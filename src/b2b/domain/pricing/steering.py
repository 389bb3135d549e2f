"""What people do with a campaign: pause it, let it go on, end it for good."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from b2b.domain.pricing.campaigns import CampaignState, CampaignTimes, PausedBy
from b2b.domain.pricing.errors import CampaignExhausted, CampaignStepRefused
from b2b.domain.shared.ids import CampaignId


class CampaignStep(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


STEPS: Final[Mapping[CampaignStep, Set[CampaignState]]] = {
    CampaignStep.PAUSE: {CampaignState.SCHEDULED, CampaignState.ACTIVE},
    CampaignStep.RESUME: {CampaignState.PAUSED},
    CampaignStep.CANCEL: {
        CampaignState.DRAFT,
        CampaignState.SCHEDULED,
        CampaignState.ACTIVE,
        CampaignState.PAUSED,
    },
}


@dataclass(kw_only=True)
class Campaign:
    """A campaign as people steer it; its content is the ERP's.

    - Each step starts only from the states that `STEPS` names. What is cancelled stays so.
    - `is_exhausted`: a limit for all dealers is reached, so that it could give nothing.
    """

    id: CampaignId
    name: str
    times: CampaignTimes
    is_exhausted: bool

    def take(self, step: CampaignStep, *, on: date) -> None:
        """Raises `CampaignStepRefused`, and `CampaignExhausted` where it would pause again at once."""
        state = self.times.state(on)
        if state not in STEPS[step]:
            raise CampaignStepRefused(step=step.value, state=state.value)
        match step:
            case CampaignStep.PAUSE:
                self.times = replace(self.times, paused_by=PausedBy.HAND)
            case CampaignStep.RESUME:
                if self.is_exhausted:
                    raise CampaignExhausted(campaign=self.name)
                self.times = replace(self.times, paused_by=None)
            case CampaignStep.CANCEL:
                self.times = replace(self.times, is_cancelled=True)
