"""`make pictures`: what docs/pages.md shows, taken from the running demo.

A page is added by a line in SHOTS. The first run also orders something, so that the pages have what to show.
"""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from uuid import uuid4

import click
import httpx
import msgspec
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from scripts.demo_site import ROOT, DemoSite, chromium

FOLDER: Final = ROOT / "docs" / "pictures"
DEALER: Final = "D-0001"
ARGUMENTS: Final = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SIZES: Final = {"desktop": (1440, 900), "phone": (390, 844)}
QUALITY: Final = 70
PATIENCE_MS: Final = 15_000
ORDERS_MIN: Final = 8
INVOICES_SECONDS: Final = 60.0


class Shot(NamedTuple):
    """`follow`: the first link like this is opened from `path`. `act`: what is done before the picture."""

    name: str
    path: str
    role: str
    follow: str = ""
    act: Callable[[Page], None] | None = None
    size: str = "desktop"
    dark: bool = False


def _check_lines(page: Page) -> None:
    page.locator("textarea[name=text]").fill("\n".join(_codes(page)))
    page.locator("#qo-form button.primary").first.click()
    page.wait_for_load_state("networkidle")


def _codes(page: Page) -> list[str]:
    """Some that are sold, one that is not."""
    items = page.context.request.get("/catalogue").text().split('href="/catalogue/')[1:]
    skus = list(dict.fromkeys(item.partition('"')[0] for item in items if "?" not in item.partition('"')[0]))
    return [*(f"{sku}\t{place}" for place, sku in enumerate(skus[:6], start=1)), "NOT-SOLD-1\t4"]


SHOTS: Final = (
    Shot("home", "/", "owner"),
    Shot("home-phone", "/", "owner", size="phone"),
    Shot("catalogue", "/catalogue", "purchasing"),
    Shot("catalogue-dark", "/catalogue", "purchasing", dark=True),
    Shot("catalogue-phone", "/catalogue", "purchasing", size="phone"),
    Shot("product", "/catalogue", "purchasing", follow="main a[href^='/catalogue/']"),
    Shot("quick-order", "/quick-order", "purchasing", act=_check_lines),
    Shot("lists", "/lists", "owner"),
    Shot("list", "/lists", "owner", follow="main a[href^='/lists/']:not([href*=save])"),
    Shot("cart", "/cart", "owner"),
    Shot("cart-phone", "/cart", "owner", size="phone"),
    Shot("checkout", "/checkout", "owner"),
    Shot("checkout-delivery", "/checkout", "owner", act=lambda page: _go_on(page, 1)),
    Shot("checkout-review", "/checkout", "owner", act=lambda page: _go_on(page, 2)),
    Shot("orders", "/orders", "owner"),
    Shot("order", "/orders", "owner", follow="main a[href^='/orders/']"),
    Shot("statement", "/statement", "finance"),
    Shot("statement-dark", "/statement", "finance", dark=True),
    Shot("statement-phone", "/statement", "finance", size="phone"),
    Shot("invoices", "/invoices", "finance"),
    Shot("invoice", "/invoices", "finance", follow="main a[href^='/invoices/']"),
    Shot("users", "/company/users", "owner"),
    Shot("user", "/company/users", "owner", follow="main a[href^='/company/users/']:not([href$=new])"),
    Shot("addresses", "/company/addresses", "owner"),
    Shot("settings", "/settings", "owner"),
    Shot("approvals", "/approvals", "super_admin"),
    Shot("approvals-dark", "/approvals", "super_admin", dark=True),
    Shot("approval", "/approvals", "super_admin", follow="main a[href^='/approvals/']"),
    Shot("staff", "/staff", "super_admin"),
    Shot("dealers", "/staff/customers", "super_admin"),
    Shot("dealer", f"/staff/customers/{DEALER}", "super_admin"),
    Shot("staff-orders", "/staff/orders", "super_admin"),
    Shot("staff-prices", "/staff/prices", "super_admin"),
    Shot("campaigns", "/staff/campaigns", "super_admin"),
    Shot(
        "campaign",
        "/staff/campaigns",
        "super_admin",
        follow="main tr:last-child a[href^='/staff/campaigns/']",
    ),
    Shot("staff-credit", "/staff/credit", "super_admin"),
    Shot("approval-rules", "/staff/approval-rules", "super_admin"),
    Shot("health", "/staff/integration", "super_admin"),
    Shot("conflicts", "/staff/conflicts", "super_admin"),
    Shot("receipts", "/staff/integration/receipts", "super_admin"),
    Shot("jobs", "/staff/integration/jobs", "super_admin"),
    Shot("job", "/staff/integration/jobs", "super_admin", follow="main a[href^='/staff/integration/jobs/']"),
    Shot("api-keys", "/staff/api-keys", "super_admin"),
    Shot("webhooks", "/staff/webhooks", "super_admin"),
    Shot("webhook", "/staff/webhooks", "super_admin", follow="main a[href^='/staff/webhooks/']"),
    Shot("people", "/staff/users", "super_admin"),
    Shot("audit", "/staff/audit", "super_admin"),
    Shot("sign-in", "/sign-in", ""),
)


@click.command()
@click.option("--only", "names", multiple=True, type=click.Choice([shot.name for shot in SHOTS]))
def main(*, names: tuple[str, ...]) -> None:
    """Take the pictures anew; a page that the demo does not have is said."""
    site, program = DemoSite.running(), chromium()
    furnish(site)
    FOLDER.mkdir(exist_ok=True)
    cookies: dict[str, tuple[str, str]] = {}
    missing: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            if shot.role and shot.role not in cookies:
                cookies[shot.role] = site.session_cookie(shot.role, _code(shot.role))
            try:
                _take(browser, site, shot, cookies.get(shot.role))
            except (Error, LookupError) as error:
                missing.append(f"{shot.name}: {str(error).splitlines()[0]}")
        browser.close()
    whole = sum(file.stat().st_size for file in FOLDER.iterdir())
    click.echo(f"{len(list(FOLDER.iterdir()))} pictures, {whole / 1024:.0f} KiB")
    if missing:
        raise click.ClickException("Not taken:\n" + "\n".join(missing))


def furnish(site: DemoSite) -> None:
    """Orders, some of which wait for a decision, invoices by the demo's ERP, a cart, a list, jobs."""
    with site.client("owner", DEALER) as client:
        products = _json(client.get("/products", params={"limit": 60, "in_stock": "true"}))["items"]
        sold = [product for product in products if product["price"]]
        missing = ORDERS_MIN - len(_json(client.get("/orders"))["items"])
        if missing > 0:
            _order_of_a_campaign(client)
        for place in range(missing):
            _order(client, sold[place * 3 : place * 3 + 4], times=40 if place % 3 == 0 else 1)
        if not _json(client.get("/cart"))["lines"]:
            lines = [{"sku": product["sku"], "quantity": product["min_quantity"]} for product in sold[5:9]]
            client.post("/cart/lines", json={"lines": lines}).raise_for_status()
        if not _json(client.get("/lists"))["items"]:
            lines = [{"sku": product["sku"], "quantity": product["min_quantity"]} for product in sold[9:15]]
            for name in ("Monthly order", "Service van"):
                body = {"name": name, "is_shared": True, "lines": lines}
                key = {"Idempotency-Key": str(uuid4())}
                client.post("/lists", json=body, headers=key).raise_for_status()
        _push_jobs(site, [product["sku"] for product in sold])
        _await_invoices(client)


def _order_of_a_campaign(client: httpx.Client) -> None:
    """So that the campaign has given something."""
    found = _json(client.get("/products", params={"q": "toner", "limit": 12, "in_stock": "true"}))["items"]
    reduced = [product for product in found if product["price"] and product["price"]["campaign"]]
    _order(client, reduced[:3], times=2)


def _order(client: httpx.Client, products: list[Any], times: int) -> None:
    address = _json(client.get("/addresses"))["items"][0]["id"]
    body = {
        "lines": [
            {"sku": product["sku"], "quantity": product["min_quantity"] * times} for product in products
        ],
        "shipping_address_id": address,
        "payment_method": "open_account",
        "po_number": f"PO-{uuid4().hex[:6].upper()}",
    }
    answer = client.post("/orders", json=body, headers={"Idempotency-Key": str(uuid4())})
    if answer.is_error:
        click.echo(f"An order was refused: {answer.json().get('title')}")


def _push_jobs(site: DemoSite, skus: list[str]) -> None:
    """Prices that are only tried, so that the demo keeps its own; one of them is refused."""
    later = {"Content-Type": "application/x-ndjson", "Prefer": "respond-async"}
    with site.machine() as machine:
        if _json(machine.get("/jobs"))["items"]:
            return
        for named in (skus, [*skus[:20], "NOT-SOLD-1"]):
            lines = b"\n".join(msgspec.json.encode(_price(sku)) for sku in named)
            machine.post(
                "/prices", params={"dry_run": "true"}, content=lines, headers=later
            ).raise_for_status()


def _price(sku: str) -> dict[str, object]:
    known = {"external_id": f"PICTURE-{sku}", "source_version": 1, "sku": sku}
    return known | {"level": "list", "unit_price": "49.90", "currency": "TRY"}


def _await_invoices(client: httpx.Client) -> None:
    deadline = time.monotonic() + INVOICES_SECONDS
    while time.monotonic() < deadline and not _json(client.get("/invoices"))["items"]:
        time.sleep(2)


def _go_on(page: Page, steps: int) -> None:
    for _ in range(steps):
        page.locator("main form button.primary").last.click()
        page.wait_for_load_state("networkidle")


def _take(browser: Browser, site: DemoSite, shot: Shot, cookie: tuple[str, str] | None) -> None:
    with _context(browser, site, shot, cookie) as context:
        page = context.new_page()
        _open(page, shot.path)
        if shot.follow:
            link = page.locator(shot.follow).first.get_attribute("href") or ""
            _open(page, link)
        if shot.act:
            shot.act(page)
        page.wait_for_load_state("networkidle")
        (FOLDER / f"{shot.name}.webp").write_bytes(_picture(page))


def _open(page: Page, path: str) -> None:
    answer = page.goto(path)
    if answer is None or not answer.ok:
        raise LookupError(f"{path} answered {answer.status if answer else 'nothing'}.")


def _picture(page: Page) -> bytes:
    """As webp, which Playwright itself does not write."""
    door = page.context.new_cdp_session(page)
    taken = door.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(taken["data"])


@contextmanager
def _context(
    browser: Browser, site: DemoSite, shot: Shot, cookie: tuple[str, str] | None
) -> Iterator[BrowserContext]:
    width, height = SIZES[shot.size]
    phone = shot.size == "phone"
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": height},
        device_scale_factor=1.5 if phone else 1,
        is_mobile=phone,
        has_touch=phone,
        locale="en-GB",
        timezone_id="Europe/Istanbul",
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    cookies: list[Any] = [{"name": "language", "value": "en", "url": site.url}]
    if cookie:
        secure = {"url": site.url.replace("http:", "https:"), "secure": True, "httpOnly": True}
        cookies.append({"name": cookie[0], "value": cookie[1], **secure})
    context.add_cookies(cookies)
    yield context
    context.close()


def _code(role: str) -> str | None:
    return None if role == "super_admin" else DEALER


def _json(answer: httpx.Response) -> Any:
    answer.raise_for_status()
    return answer.json()


if __name__ == "__main__":
    main()
