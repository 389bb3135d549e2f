from enum import StrEnum


class CampaignPushMode(StrEnum):
    SNAPSHOT = "snapshot"
    UPDATE = "update"
    UPSERT = "upsert"

    def __str__(self) -> str:
        return str(self.value)
