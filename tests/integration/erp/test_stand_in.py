"""The stand-in for LOGO, tried with a client that others made for the real one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import logorestclient
import pytest
from logorestclient.exceptions import LogoException
from logorestclient.helper import sqlite, token

from demo.logo.app import ISTANBUL, Logo
from demo.logo.goods import FIRST, fill
from tests.integration.erp.serving import Service, serving

MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=ISTANBUL)


@pytest.fixture
def service() -> Iterator[Service]:
    logo = Logo()
    fill(logo.books, MORNING)
    with serving(logo) as running:
        yield running


@pytest.fixture
def stranger(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the client is told; it keeps its token in a file, here in the test's own folder."""
    for module in (sqlite, token):
        monkeypatch.setattr(module, "sql_path", str(tmp_path / "token.sqlite"))
    return {
        "GRANT_TYPE": "password",
        "USER_NAME": "LOGO",
        "CLIENT_NUMBER": "1",
        "PASSWORD": "LOGO",
        "REST_URL": service.url,
    }


def signed_in(service: Service) -> httpx.Client:
    form = {"grant_type": "password", "username": "LOGO", "password": "LOGO", "Firmno": "1"}
    answer = httpx.post(f"{service.url}/api/v1/token", data=form).json()
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    return httpx.Client(base_url=f"{service.url}/api/v1", headers=bearer)


def test_a_client_of_others_signs_in_and_reads_what_is_in_stock(stranger: dict[str, str]) -> None:
    client = logorestclient.LogoService(stranger)

    found = client.runQuery(
        "SELECT I.CODE, G.ONHAND FROM LV_001_01_GNTOTST G JOIN LG_001_ITEMS I ON I.LOGICALREF = G.STOCKREF"
        " WHERE G.INVENNO = 0 AND I.CODE = 'VIDA-M3'"
    )

    assert found == {"count": 1, "items": [{"CODE": "VIDA-M3", "ONHAND": 102.0}]}


def test_a_client_of_others_keeps_its_token_for_the_next_time(
    stranger: dict[str, str], service: Service
) -> None:
    logorestclient.LogoService(stranger)
    logorestclient.LogoService(stranger)

    assert service.logo.sessions.given == 1


def test_a_client_of_others_understands_a_refused_sign_in(stranger: dict[str, str]) -> None:
    with pytest.raises(LogoException, match="invalid_grant"):
        logorestclient.LogoService(stranger | {"PASSWORD": "wrong"})


def test_a_client_of_others_understands_a_refused_statement(stranger: dict[str, str]) -> None:
    client = logorestclient.LogoService(stranger)

    with pytest.raises(LogoException, match="Only SELECT"):
        client.runQuery("DELETE FROM LG_001_ITEMS")


def test_a_list_has_twenty_five_rows_unless_more_are_asked_for(service: Service) -> None:
    with signed_in(service) as client:
        first = client.get("/items", params={"withCount": "true"}).json()
        rest = client.get("/items", params={"offset": 50, "limit": 100, "fields": "CODE"}).json()

    assert (first["count"], first["totalCount"]) == (25, 60)
    assert rest["items"][0] == {"CODE": "VIDA-M51"}
    assert rest["count"] == 10


def test_filters_compare_words_numbers_days_and_beginnings(service: Service) -> None:
    books = service.logo.books
    books.change(books.all("items", FIRST)[4], MORNING + timedelta(days=3), NAME="Vida M5 inox")

    def codes(q: str) -> list[str]:
        with signed_in(service) as client:
            answer = client.get("/items", params={"q": q, "limit": 100}).json()
            client.get("/methods/revoke")
        return [item["CODE"] for item in answer["items"]]

    assert codes("CODE eq 'VIDA-M7'") == ["VIDA-M7"]
    assert len(codes("CODE like 'VIDA-M1*'")) == 11
    assert codes("DATE_MODIFIED gte '23.11.2026'") == ["VIDA-M5"]
    assert codes("DATE_MODIFIED gte '24.11.2026' or CODE eq 'VIDA-M2' and VAT eq 20") == ["VIDA-M2"]


def test_what_cannot_be_taken_is_told_in_full(service: Service) -> None:
    lines = {"items": [{"MASTER_CODE": "NONE-1"}, {"MASTER_CODE": "NONE-2"}]}
    with signed_in(service) as client:
        answer = client.post("/salesOrders", json={"ARP_CODE": "120", "TRANSACTIONS": lines})

    assert answer.status_code == 400
    told = [text for texts in answer.json()["ModelState"].values() for text in texts]
    assert len(told) == 3


def test_an_order_is_taken_as_often_as_it_is_sent(service: Service) -> None:
    order = {
        "NUMBER": "~",
        "DOC_NUMBER": "P-1",
        "ARP_CODE": "120.01.0001",
        "TRANSACTIONS": {"items": [{"TYPE": 0, "MASTER_CODE": "VIDA-M1", "QUANTITY": 1}]},
    }
    with signed_in(service) as client:
        first = client.post("/salesOrders", json=order)
        client.post("/salesOrders", json=order)
        found = client.get("/salesOrders", params={"q": "DOC_NUMBER eq 'P-1'", "fields": "NUMBER"}).json()

    assert first.status_code == 200
    assert first.json()["NUMBER"] == "0000000000000001"
    assert found["count"] == 2


def test_licences_run_out(service: Service) -> None:
    with signed_in(service), signed_in(service):
        third = httpx.post(
            f"{service.url}/api/v1/token",
            data={"grant_type": "password", "username": "LOGO", "password": "LOGO", "firmno": "1"},
        )

    assert third.status_code == 400
    assert "licence" in third.json()["error_description"]
