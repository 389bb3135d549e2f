import re

from playwright.sync_api import expect

from tests.web.browsers import Browsers


def test_somebody_who_is_not_signed_in_is_asked_to_and_comes_back(browsers: Browsers) -> None:
    page = browsers.open(language="en")

    page.goto("/settings?tab=led")

    expect(page).to_have_url(re.compile(r"/sign-in\?next=%2Fsettings%3Ftab%3Dled"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_wrong_password_says_no_more_than_that(browsers: Browsers) -> None:
    page = browsers.open(language="en")
    page.goto("/sign-in")
    browsers.expect_error("401")

    page.get_by_label("E-mail").fill("owner@d-1.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("owner@d-1.example")


def test_a_dealer_signs_in_with_the_partner_code_and_out_again(browsers: Browsers) -> None:
    site = browsers.site
    owner = site.person("owner")
    site.give_password(owner, "Correct-Horse-2026")
    page = browsers.open(language="en")
    page.goto("/sign-in?next=/settings")

    page.get_by_label("Partner code").fill("D-1")
    page.get_by_label("E-mail").fill("owner@d-1.example")
    page.get_by_label("Password").fill("Correct-Horse-2026")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="My settings")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/settings")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
