import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers, Size


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_machine_gets_a_key_that_is_shown_once_and_revoked(browsers: Browsers, size: Size) -> None:
    page = browsers.open("super_admin", language="en", size=size)
    page.goto("/staff/api-keys")

    form = page.locator("details", has=page.get_by_label("Contact"))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label("Name").fill(f"Warehouse {size}")
    _press(page, "Register")
    expect(page.get_by_role("heading", name=f"Keys of Warehouse {size}")).to_be_visible()
    page.get_by_text("Issue a key", exact=True).click()
    page.get_by_label("Name of the key").fill("scanner")
    page.get_by_label("orders:read").check()
    _press(page, "Issue the key")

    expect(page.locator("#new-key")).to_contain_text(re.compile(r"bk_\w+_"))
    page.get_by_role("link", name="Done").click()
    expect(page.locator("#new-key")).to_have_count(0)
    _press(page, "Revoke scanner")
    page.get_by_label("Reason").fill("Lost")
    _press(page, "Revoke the key")
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    expect(page.get_by_text("Lost")).to_be_visible()


def test_a_key_is_revoked_without_scripts(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en", scripts=False)
    page.goto("/staff/api-keys")
    if page.get_by_label("Contact").is_hidden():
        page.get_by_text("Register a client", exact=True).click()
    page.get_by_label("Name", exact=True).first.fill("Plain machine")
    _press(page, "Register")
    page.get_by_text("Issue a key", exact=True).click()
    page.get_by_label("Name of the key").fill("plain")
    page.get_by_label("orders:read").check()
    _press(page, "Issue the key")
    page.get_by_role("link", name="Done").click()

    _press(page, "Revoke plain")
    page.get_by_label("Reason").fill("Lost")
    _press(page, "Revoke the key")

    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()


def test_a_key_without_scopes_is_refused_at_its_field(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en")
    browsers.expect_error("422")
    page.goto("/staff/api-keys")
    form = page.locator("details", has=page.get_by_label("Contact"))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label("Name").fill("Careless")
    _press(page, "Register")
    page.get_by_text("Issue a key", exact=True).click()
    page.get_by_label("Name of the key").fill("nothing")
    _press(page, "Issue the key")

    expect(page.locator(".err")).to_be_visible()
    expect(page.get_by_label("Name of the key")).to_have_value("nothing")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_endpoint_is_added_tested_paused_and_removed(browsers: Browsers, size: Size) -> None:
    page = browsers.open("super_admin", language="en", size=size)
    page.goto("/staff/webhooks")
    details = page.locator("details", has=page.get_by_label("Address"))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    page.get_by_label("Address").fill(f"https://{size}.example.invalid/hooks")
    _press(page, "Add the endpoint")

    expect(page.locator("#new-secret")).to_contain_text("whsec_")
    page.get_by_role("link", name="To the endpoint").click()
    _press(page, "Send a test event")
    expect(page.get_by_role("heading", name="webhook.test")).to_be_visible()
    page.get_by_role("link", name="Endpoint", exact=True).click()
    page.locator("#deliveries .seg a").last.click()
    expect(page).to_have_url(re.compile("state=dead"))
    _press(page, "Pause")
    expect(page.locator(".card-h").get_by_text("Paused")).to_be_visible()
    _press(page, "Resume")
    expect(page.locator(".card-h").get_by_text("Active")).to_be_visible()
    _press(page, "Remove")
    _press(page, "Remove the endpoint")
    expect(page.get_by_text("The endpoint is removed.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_endpoint_is_changed_its_secret_rotated_and_what_it_missed_sent_again(
    browsers: Browsers, size: Size, *, scripts: bool
) -> None:
    world = browsers.site.world
    page = browsers.open("super_admin", language="en", size=size, scripts=scripts)
    page.goto("/staff/webhooks")
    if page.get_by_label("Address").is_hidden():
        page.get_by_text("Add an endpoint", exact=True).click()
    page.get_by_label("Address").fill(f"https://{size}-{scripts}.example.invalid/hooks".lower())
    _press(page, "Add the endpoint")
    first = page.locator("#new-secret").text_content()
    page.get_by_role("link", name="To the endpoint").click()
    endpoint = page.url.rpartition("/")[2]

    page.get_by_text("Change the endpoint", exact=True).click()
    page.get_by_label("Description").fill("The new receiver")
    page.get_by_label("Events", exact=True).fill("order.*, webhook.test")
    _press(page, "Save")
    expect(page.get_by_text("order.*, webhook.test", exact=True)).to_be_visible()
    page.get_by_text("Rotate the secret", exact=True).click()
    _press(page, "Make a new secret")
    expect(page.locator("#new-secret")).to_contain_text("whsec_")
    assert page.locator("#new-secret").text_content() != first
    page.get_by_role("link", name="Done").click()
    expect(page.locator("#new-secret")).to_have_count(0)

    _press(page, "Send a test event")
    expect(page.locator("#payload")).to_contain_text('"type": "webhook.test"')
    world.builder.connection.execute(
        "update webhook_deliveries set state = 'dead', next_attempt_at = null where endpoint_id = %s",
        [endpoint],
    )
    page.get_by_role("link", name="Endpoint", exact=True).click()
    page.get_by_text("Send many again", exact=True).click()
    _press(page, "Send them again")
    expect(page).to_have_url(re.compile(f"{endpoint}$"))
    page.get_by_role("button", name="Remove", exact=True).click()
    _press(page, "Remove the endpoint")
    expect(page).to_have_url(re.compile("/staff/webhooks$"))


def test_a_private_address_is_refused_in_the_form(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en")
    browsers.expect_error("422")
    page.goto("/staff/webhooks")
    details = page.locator("details", has=page.get_by_label("Address"))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    page.get_by_label("Address").fill("http://10.0.0.1/hooks")
    _press(page, "Add the endpoint")

    expect(page.locator(".note.bad")).to_be_visible()
    expect(page.get_by_label("Address")).to_have_value("http://10.0.0.1/hooks")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_audit_trail_is_filtered_and_says_before_and_after(browsers: Browsers, size: Size) -> None:
    page = browsers.open("super_admin", language="en", size=size)
    page.goto("/staff/api-keys")
    form = page.locator("details", has=page.get_by_label("Contact"))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label("Name").fill(f"Audited {size}")
    _press(page, "Register")
    page.goto("/staff/audit")
    page.get_by_label("Action").fill("api_client.registered")
    _press(page, "Show")

    expect(page).to_have_url(re.compile("action=api_client.registered"))
    row = page.locator("#audit tbody tr").first
    row.locator("summary").click()
    expect(row.locator(".diff")).to_contain_text(f"Audited {size}")


def test_health_shows_the_feed_and_what_each_event_says(browsers: Browsers) -> None:
    browsers.site.world.builder.connection.execute(
        "update outbox set position = found.place from"
        " (select id, row_number() over (order by id) as place from outbox) as found"
        " where outbox.id = found.id and outbox.position is null"
    )
    page = browsers.open("super_admin", language="tr")
    page.goto("/staff/integration")

    page.locator("#feed summary").first.click()
    expect(page.locator("#feed pre").first).to_contain_text('"sequence"')
    page.locator("#feed a[rel=next]").click()
    expect(page).to_have_url(re.compile("cursor="))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_health_says_how_old_each_resource_is_and_what_was_refused(browsers: Browsers, size: Size) -> None:
    site = browsers.site
    with httpx.Client(headers={"X-API-Key": site.world.add_api_key()}, timeout=20) as erp:
        items = [{"external_id": "BR-1", "name": "Mavi"}, {"external_id": "BR-2"}]
        path = "/api/integration/v1/brands"
        answer = erp.post(f"{site.integration_url}{path}", json={"items": items})
    assert answer.json()["failed"] == 1
    page = browsers.open("super_admin", language="en", size=size)

    page.goto("/staff")
    expect(page.locator(".kpi", has_text="Stock alerts")).to_be_visible()
    page.locator(".kpi", has_text="Troubled pushes").get_by_role("link").click()
    row = page.locator("#resources tbody tr", has_text="Brands")
    expect(row).to_contain_text("Up to date")
    expect(page.locator("#resources tbody tr", has_text="Tiers")).to_contain_text("Never pushed")
    row.get_by_role("link", name="Brands").click()
    expect(page).to_have_url(re.compile("resource=brands"))
    page.locator("#receipts tbody a").first.click()
    expect(page.get_by_text("BR-2", exact=True)).to_be_visible()


@pytest.mark.parametrize("place", ["api-keys", "webhooks", "audit"])
def test_staff_without_the_right_are_refused(browsers: Browsers, place: str) -> None:
    page = browsers.open("content_manager", language="en")
    browsers.expect_error("403")

    answer = page.goto(f"/staff/{place}")

    assert answer is not None
    assert answer.status == 403


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_job_is_watched_and_cancelled(browsers: Browsers, size: Size) -> None:
    site = browsers.site
    headers = {"X-API-Key": site.world.add_api_key(), "Prefer": "respond-async"}
    with httpx.Client(headers=headers, timeout=20) as erp:
        items = [{"external_id": "BR-9", "name": "Yeşil"}]
        job = erp.post(f"{site.integration_url}/api/integration/v1/brands", json={"items": items}).json()[
            "job"
        ]
    page = browsers.open("super_admin", language="en", size=size, scripts=size == "desktop")

    page.goto("/staff/integration")
    page.locator("#resources").get_by_role("link", name="Jobs").click()
    row = page.locator("#jobs tbody tr", has_text="Brands").first
    expect(row).to_contain_text("Waiting")
    page.locator(f"#jobs a[href$='{job['id']}']").click()
    expect(page.locator("#job")).to_contain_text("0%")
    page.get_by_role("button", name="Cancel this job").click()

    expect(page.get_by_text("Nothing more of it is written.")).to_be_visible()
    expect(page.locator("#job")).to_contain_text("Cancelled")
    expect(page.get_by_role("button", name="Cancel this job")).to_have_count(0)
