"""An order's lines, priced for its dealer: whole kuruş throughout, so that a line costs microseconds."""

import json
from typing import Final, NamedTuple

from benchmarks.sizes.catalogue import Shop, unit_price
from benchmarks.sizes.copying import escaped
from benchmarks.sizes.dealers import Buyer
from benchmarks.sizes.history import Draws
from benchmarks.sizes.keys import Keys, Kind
from demo.erp.prices import TIER_DISCOUNTS, written

VAT_PERCENT: Final = 20
_KURUS: Final = 100


class Line(NamedTuple):
    """`name` is as COPY reads it, `json_name` as JSON has it; the money is in kuruş."""

    number: int
    product: int
    product_id: str
    sku: str
    name: str
    json_name: str
    quantity: int
    unit_price: str
    list_price: str
    level: str
    net: int
    tax: int


class Basket(NamedTuple):
    lines: list[Line]
    net: int
    tax: int


def basket(draws: Draws, shop: Shop, keys: Keys, buyer: Buyer) -> Basket:
    """Each product once. The lines' taxes add up to the tax of the sum, by the one rounding routine."""
    lines: list[Line] = []
    net = tax = 0
    percent = 0 if buyer.tier is None else TIER_DISCOUNTS[buyer.tier]
    for product in dict.fromkeys(draws.product() for _ in range(draws.lines())):
        goods, quantity = shop.goods(product), draws.pieces()
        price = unit_price(goods.listed, percent)
        line_net = (price * quantity + _KURUS // 2) // _KURUS
        net += line_net
        line_tax = (net * VAT_PERCENT + 50) // 100 - tax
        tax += line_tax
        lines.append(
            Line(
                number=len(lines) + 1,
                product=product,
                product_id=keys.of(Kind.PRODUCT, product),
                sku=goods.sku,
                name=escaped(goods.name),
                json_name=json.dumps(goods.name, ensure_ascii=False),
                quantity=quantity,
                unit_price=written(price),
                list_price=written(goods.listed),
                level="list" if buyer.tier is None else "tier",
                net=line_net,
                tax=line_tax,
            )
        )
    return Basket(lines, net, tax)


def lira(kurus: int) -> str:
    return f"{kurus // 100}.{kurus % 100:02d}"


def line_document(line: Line, status: str, *, shipped: int, allocated: int) -> str:
    """As an order's event tells it."""
    cancelled = line.quantity if status in {"cancelled", "rejected"} else 0
    return (
        f'{{"line_number":{line.number},"sku":"{line.sku}","name":{line.json_name},"unit":"C62",'
        f'"quantity":{line.quantity},"cancelled_quantity":{cancelled},"shipped_quantity":{shipped},'
        f'"allocated_quantity":{allocated},"backordered_quantity":0,"status":"{status}",'
        f'"unit_price":"{line.unit_price.removesuffix("00")}",'
        f'"list_price":"{line.list_price.removesuffix("00")}",'
        f'"price_level":"{line.level}","vat_rate":"{VAT_PERCENT}","discount":{_money(0)},"campaign":null,'
        f'"net":{_money(line.net)},'
        f'"vat":{_money(line.tax)},"gross":{_money(line.net + line.tax)}}}'
    )


def totals_document(basket: Basket) -> str:
    gross = basket.net + basket.tax
    return f'{{"net":{_money(basket.net)},"vat":{_money(basket.tax)},"gross":{_money(gross)}}}'


def _money(kurus: int) -> str:
    return f'{{"amount":"{lira(kurus)}","currency":"TRY"}}'
