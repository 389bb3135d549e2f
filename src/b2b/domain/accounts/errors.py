from b2b.domain.shared.errors import Conflict, Invalid, NotFound


class AccountNotFound(NotFound):
    code = "account.not_found"
    title = "The dealer has no account in this currency."


class AccountIsPrepaid(Conflict):
    code = "account.prepaid"
    title = "The dealer has no credit limit and pays before delivery."


class CreditExceeded(Conflict):
    code = "credit.exceeded"
    title = "The amount is over the dealer's free credit."


class InvalidCreditLimit(Invalid):
    code = "credit.limit_invalid"
    title = "A credit limit is not negative."


class InvalidHoldAmount(Invalid):
    code = "credit.hold_amount_invalid"
    title = "An amount of held credit is above zero."


class HoldNotOpen(Conflict):
    code = "credit.hold_not_open"
    title = "Nothing is held any more."


class HoldTooSmall(Conflict):
    code = "credit.hold_too_small"
    title = "No more can be released than is still held."


class OtherAccount(Conflict):
    code = "account.other_account"
    title = "The hold or entry belongs to another account."


class EntryUnbalanced(Invalid):
    code = "ledger.entry_unbalanced"
    title = "The postings of an entry sum to zero in each currency."


class InvalidEntryAmount(Invalid):
    code = "ledger.amount_invalid"
    title = "An entry moves an amount; its kind gives the sign."


class InvalidClosing(Invalid):
    code = "ledger.closing_invalid"
    title = "An entry closes others, each once, by amounts above zero."


class ClosesTooMuch(Invalid):
    code = "ledger.closes_too_much"
    title = "An entry closes no more than it has."


class InvalidPeriod(Invalid):
    code = "statement.period_invalid"
    title = "A period does not end before it begins."
