"""A stranger's webhook receiver: it believes only what the `standardwebhooks` library verifies."""

from collections import Counter, defaultdict

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.integration.messaging.receiver import Received, Receiver, Reply


class VerifyingReceiver(Receiver):
    """Answers 401 to what is not signed with the secret of its path; the rest is `verified`, as it came.

    - `refused` counts the library's reasons: a message of another time is not one with a wrong signature.
    """

    def __init__(self) -> None:
        super().__init__()
        self.behaviour = self._judge
        self.forget()

    def forget(self) -> None:
        self.secrets: dict[str, str] = {}
        self.refused: Counter[str] = Counter()
        self.verified: dict[str, list[Received]] = defaultdict(list)
        self.received.clear()

    def _judge(self, received: Received) -> Reply:
        secret = self.secrets.get(received.path)
        if secret is None:
            self.refused["no such endpoint"] += 1
            return Reply(status=404)
        try:
            Webhook(secret).verify(received.body, dict(received.headers))
        except WebhookVerificationError as error:
            self.refused[str(error)] += 1
            return Reply(status=401)
        self.verified[received.path].append(received)
        return Reply(delay_seconds=0.005)
