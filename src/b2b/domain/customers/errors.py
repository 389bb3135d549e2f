from b2b.domain.shared.errors import Conflict, Invalid, NotFound


class CustomerNotFound(NotFound):
    code = "customer.not_found"
    title = "There is no such customer."


class CustomerStepRefused(Conflict):
    code = "customer.step_refused"
    title = "The customer's status does not allow this."


class AddressNotFound(NotFound):
    code = "address.not_found"
    title = "There is no such address."


class InvalidAddress(Invalid):
    code = "address.invalid"
    title = "The address is not complete."


class InvalidTaxNumber(Invalid):
    code = "tax_number.invalid"
    title = "A tax number has 10 digits (VKN) or 11 (TCKN)."
