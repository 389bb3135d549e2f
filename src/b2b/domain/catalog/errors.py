from b2b.domain.shared.errors import Invalid, NotFound


class ProductNotFound(NotFound):
    code = "product.not_found"
    title = "There is no such product."


class InvalidGtin(Invalid):
    code = "gtin.invalid"
    title = "A GTIN has 8, 12, 13 or 14 digits, of which the last one checks the others."


class InvalidAttributes(Invalid):
    code = "attributes.invalid"
    title = "The attributes do not fit the product's type."
