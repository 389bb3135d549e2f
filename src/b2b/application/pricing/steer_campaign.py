"""People pause a campaign, let it go on, or end it for good; its content is the ERP's."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.pricing.steering import Campaign, CampaignStep
from b2b.domain.shared.ids import CampaignId


class Campaigns(Protocol):
    async def lock(self, campaign_id: CampaignId) -> Campaign:
        """Raises `CampaignNotFound`."""

    async def save(self, campaign: Campaign) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SteerCampaign:
    campaign_id: CampaignId
    step: CampaignStep
    reason: str | None
    idempotency_key: str | None


class CampaignStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign and the state that a step left it in."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class SteerCampaignHandler:
    """Open to the staff who run campaigns. Orders that were placed keep what they were granted.

    - Orders under way wait for it, or it for them. Safe to retry with the same key.
    """

    permission: ClassVar = Permission.CAMPAIGNS_MANAGE

    actor: Actor
    campaigns: Campaigns
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: SteerCampaign) -> CampaignStanding:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, CampaignStanding):
                return earlier
            campaign = await self.campaigns.lock(command.campaign_id)
            on = self.clock.today()
            before = campaign.times.state(on).value
            campaign.take(command.step, on=on)
            await self.campaigns.save(campaign)
            result = CampaignStanding(name=campaign.name, state=campaign.times.state(on).value)
            await self.keys.store(command.idempotency_key, command, result)
            self.audit.record(
                f"campaign.{command.step.value}",
                "campaign",
                campaign.id,
                before={"state": before},
                after={"state": result.state, "reason": command.reason},
            )
            await self.uow.commit()
        return result
