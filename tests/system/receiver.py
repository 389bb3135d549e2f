"""A stranger's webhook receiver: it believes only what the `standardwebhooks` library verifies."""

from collections import defaultdict
from contextlib import suppress

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.integration.messaging.receiver import Received, Receiver, Reply


class VerifyingReceiver(Receiver):
    """Answers 401 to what is not signed with its secret; `verified` has the rest by webhook-id."""

    def __init__(self) -> None:
        super().__init__()
        self.secret: str | None = None
        self.refused = 0
        self.verified: dict[str, list[Received]] = defaultdict(list)
        self.behaviour = self._judge

    def _judge(self, received: Received) -> Reply:
        if self.secret is not None:
            with suppress(WebhookVerificationError):
                Webhook(self.secret).verify(received.body, dict(received.headers))
                self.verified[received.id].append(received)
                return Reply(delay_seconds=0.005)
        self.refused += 1
        return Reply(status=401)
