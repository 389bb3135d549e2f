import pytest

from tests.web.crawling import crawl
from tests.web.site import Site

DEALERS = ("owner", "purchasing", "finance", "viewer")
STAFF = ("super_admin", "sales_manager", "finance_manager", "customer_service", "content_manager")


@pytest.mark.parametrize("role", [*DEALERS, *STAFF])
def test_every_link_leads_somewhere_that_its_reader_may_see(site: Site, role: str) -> None:
    found = crawl(site, role)

    assert len(found) >= 3
    assert {place: status for place, status in found.items() if status not in {200, 303}} == {}
