import pytest

from b2b.domain.messaging.addresses import check_url, is_public
from b2b.domain.messaging.errors import EndpointUrlRefused


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 an address to refuse, not to bind to
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:192.168.0.1",
        "2002:7f00:0001::",
        "64:ff9b::a00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "not an address",
    ],
)
def test_an_address_inside_a_network_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_where_the_tenant_allows_it_a_private_address_may_be_named() -> None:
    check_url("http://10.0.0.1:8080/hooks?x=1", private_allowed=True)

    with pytest.raises(EndpointUrlRefused):
        check_url("http://10.0.0.1:8080/hooks?x=1", private_allowed=False)


def test_a_name_is_looked_up_only_when_sending() -> None:
    check_url("https://intranet.example/hooks", private_allowed=False)
