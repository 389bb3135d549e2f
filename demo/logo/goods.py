"""A firm with enough in its books to page through."""

from datetime import datetime, timedelta
from typing import Any, Final

from demo.logo.books import Books, Company, Record

FIRST: Final = Company(1, 1)


def item(code: str, name: str = "Vida", **more: Any) -> Record:
    return {
        "CARD_TYPE": 1,
        "CODE": code,
        "NAME": name,
        "PRODUCER_CODE": "",
        "MARKCODE": "",
        "VAT": 20.0,
        "MAINUNIT": "ADET",
        "RECORD_STATUS": 0,
        "UNITS": {"items": [{"UNIT_CODE": "ADET", "CONV_FACT1": 1, "CONV_FACT2": 1, "WEIGHT": 0.05}]},
        **more,
    }


def arp(code: str, title: str = "Yapı Market Ltd. Şti.", **more: Any) -> Record:
    return {
        "ACCOUNT_TYPE": 1,
        "CODE": code,
        "TITLE": title,
        "PERSCOMPANY": 0,
        "TAX_ID": "",
        "TAX_OFFICE": "Kadıköy",
        "ADDRESS1": "Atatürk Cad. 1",
        "TOWN": "Kadıköy",
        "CITY": "İstanbul",
        "COUNTRY_CODE": "TR",
        "TRADING_GRP": "",
        "RISK_LIMIT": 0.0,
        "RECORD_STATUS": 0,
        **more,
    }


def price(code: str, amount: float, **more: Any) -> Record:
    return {
        "CARD_CODE": code,
        "ARP_CODE": "",
        "ARP_TRDGRP": "",
        "UNIT_CODE": "ADET",
        "PRICE": amount,
        "CURRENCY": 0,
        "VAT_INCL": 0,
        "CONDITION": "",
        "ACTIVE": 0,
        "DATE_STARTED": "2026-01-01T00:00:00",
        "DATE_ENDED": "2026-12-31T00:00:00",
        **more,
    }


def invoice(number: str, arp_code: str, lines: list[Record], **more: Any) -> Record:
    net = sum(line["VAT_BASE"] for line in lines)
    tax = sum(line["VAT_AMOUNT"] for line in lines)
    return {
        "TYPE": 8,
        "NUMBER": number,
        "DATE": "2026-11-20T00:00:00",
        "ARP_CODE": arp_code,
        "TOTAL_VAT": tax,
        "TOTAL_NET": net + tax,
        "CURR_INVOICE": 0,
        "TRANSACTIONS": {"items": lines},
        "PAYMENT_LIST": {"items": [{"DATE": "2026-12-20T00:00:00", "TOTAL": net + tax}]},
        **more,
    }


def sold(code: str, quantity: float, amount: float, *, vat: float = 20.0, **more: Any) -> Record:
    net = round(quantity * amount, 2)
    return {
        "TYPE": 0,
        "MASTER_CODE": code,
        "MASTER_DEF": f"{code} satırı",
        "QUANTITY": quantity,
        "PRICE": amount,
        "VAT_RATE": vat,
        "VAT_BASE": net,
        "VAT_AMOUNT": round(net * vat / 100, 2),
        "UNIT_CODE": "ADET",
        **more,
    }


def fill(books: Books, at: datetime, *, items: int = 60, company: Company = FIRST) -> None:
    """Items, their list prices, two dealers and stock, a second apart."""
    for place in range(items):
        moment = at + timedelta(seconds=place)
        code = f"VIDA-M{place + 1}"
        books.add("items", company, item(code, f"Vida M{place + 1}"), moment)
        books.add("salesItemPrices", company, price(code, 10 + place), moment)
        books.count_stock(company, code, 0, 100 + place)
    books.add("Arps", company, arp("120.01.0001"), at)
    books.add("Arps", company, arp("120.01.0002", "Nalbur A.Ş.", RISK_LIMIT=50_000.0), at)
