from b2b.domain.shared.errors import NotFound


class ReceiptNotFound(NotFound):
    code = "receipt.not_found"
    title = "There is no such receipt of a push."
