from b2b.domain.shared.errors import Invalid


class InvalidPriceRow(Invalid):
    code = "price.invalid"
    title = "A price starts at a quantity of one or more and does not end before it begins."
