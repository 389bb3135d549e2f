from b2b.domain.shared.errors import Conflict, Invalid


class StockShort(Conflict):
    code = "stock.short"
    title = "There is not enough stock."


class InvalidQuantityRules(Invalid):
    code = "quantity_rules.invalid"
    title = "Minimum and step are at least one, and the maximum is not below the minimum."
