import httpx
from playwright.sync_api import expect

from tests.web.browsers import Browsers
from tests.web.site import Site


def test_staff_decide_who_is_right_about_a_limit_also_without_scripts(browsers: Browsers, site: Site) -> None:
    limit = {"amount": "2000.00", "currency": "TRY"}
    with site.api(site.person("finance_manager")) as finance:
        answer = finance.put("/customers/D-1/credit-limit", json={"limit": limit, "reason": "Büyüdü."})
        assert answer.is_success, answer.text
    with httpx.Client(headers={"X-API-Key": site.world.add_api_key()}, timeout=20) as erp:
        item = {"external_id": "erp-D-1", "credit_limit": {"amount": "9000000.00", "currency": "TRY"}}
        url = f"{site.integration_url}/api/integration/v1/customers"
        assert erp.post(url, json={"items": [item]}).json()["failed"] == 0
    page = browsers.open("finance_manager", language="en", size="phone", scripts=False)

    page.goto("/staff/conflicts")
    expect(page.get_by_role("row").filter(has_text="D-1")).to_contain_text("₺9,000,000.00")
    page.locator("button[value=accept]").click()

    expect(page.get_by_text("What the ERP says is taken over.")).to_be_visible()
    expect(page.get_by_role("heading", name="No conflicts")).to_be_visible()


def test_staff_bring_an_address_back_that_the_erp_still_has(browsers: Browsers, site: Site) -> None:
    address = {"external_id": "A-1", "title": "Liman deposu", "line1": "Ada 5", "province": "İzmir"}
    said = {"items": [{"external_id": "erp-D-2", "addresses": [address]}]}
    with (
        httpx.Client(headers={"X-API-Key": site.world.add_api_key()}, timeout=20) as erp,
        site.api(site.person("super_admin")) as staff,
    ):
        url = f"{site.integration_url}/api/integration/v1/customers"
        assert erp.post(url, json=said).json()["failed"] == 0
        rows = staff.get("/customers/D-2/addresses").json()["items"]
        (known,) = [row["id"] for row in rows if row["title"] == "Liman deposu"]
        staff.delete(f"/customers/D-2/addresses/{known}", headers={"If-Match": '"1"'}).raise_for_status()
        assert erp.post(url, json=said).json()["failed"] == 0
    page = browsers.open("super_admin", language="en")

    page.goto("/staff/conflicts")
    row = page.get_by_role("row").filter(has_text="D-2")
    expect(row.get_by_text("Deleted")).to_be_visible()
    expect(row.get_by_text("Liman deposu")).to_be_visible()
    row.locator("button[value=accept]").click()

    expect(page.get_by_text("What the ERP says is taken over.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="D-2")).to_have_count(0)
