from b2b.domain.shared.errors import Conflict, Forbidden, Invalid, NotFound


class OrderNotFound(NotFound):
    code = "order.not_found"
    title = "There is no such order."


class OrderIsEmpty(Invalid):
    code = "order.is_empty"
    title = "An order needs at least one line."


class OrderTooLong(Invalid):
    code = "order.too_long"
    title = "An order has at most 2,000 lines."


class ProductTwice(Invalid):
    code = "order.product_twice"
    title = "A product stands on one line of an order only."


class DeliveryDayPast(Invalid):
    code = "order.delivery_day_past"
    title = "The day on which delivery is wanted has passed."


class StockBeyondLine(Invalid):
    code = "order.stock_beyond_line"
    title = "A line cannot have more set aside for it than was ordered."


class DiscountBeyondLine(Invalid):
    code = "order.discount_beyond_line"
    title = "A campaign takes no more off a line than the line costs."


class OrderStepRefused(Conflict):
    code = "order.step_refused"
    title = "The order cannot take this step in its present status."


class UnknownOrderLine(Invalid):
    code = "order.unknown_line"
    title = "The order has no such line."


class OrderLineTwice(Invalid):
    code = "order.line_twice"
    title = "A line is named once."


class AmendmentRaises(Invalid):
    code = "order.amendment_raises"
    title = "An amendment lowers quantities, it never raises them."


class AmendmentUnclear(Invalid):
    code = "order.amendment_unclear"
    title = "An amendment names lines, each by number or by SKU, or closes the order short."


class AmendedBelowShipped(Conflict):
    code = "order.amended_below_shipped"
    title = "No line falls below what was shipped of it."


class ApprovedBeyondOrdered(Invalid):
    code = "order.approved_beyond_ordered"
    title = "An approver may leave or cut a line's quantity, not raise it."


class NothingApproved(Invalid):
    code = "order.nothing_approved"
    title = "An approval leaves at least one line; an order with none is rejected."


class NothingShipped(Invalid):
    code = "order.nothing_shipped"
    title = "A shipment carries at least one piece."


class ShippedBeyondOrdered(Conflict):
    code = "order.shipped_beyond_ordered"
    title = "No more is shipped than is still outstanding on the line."


class ReasonMissing(Invalid):
    code = "order.reason_missing"
    title = "A rejection or cancellation says why."


class ErpReferenceDiffers(Conflict):
    code = "order.erp_reference_differs"
    title = "The order already has another number in the ERP."


class SavedListNotFound(NotFound):
    code = "saved_list.not_found"
    title = "There is no such list."


class SavedListNotYours(Forbidden):
    code = "saved_list.not_yours"
    title = "A colleague's list is changed by its owner, or by who manages your company's users."


class SavedListNameTaken(Conflict):
    code = "saved_list.name_taken"
    title = "You have a list of this name already."


class InvalidListName(Invalid):
    code = "saved_list.name_invalid"
    title = "A list has a name of at most 80 letters."


class SavedListTooLong(Invalid):
    code = "saved_list.too_long"
    title = "A list has at most 2,000 lines."


class ProductNotOnList(NotFound):
    code = "saved_list.product_missing"
    title = "This product is not on the list."
