import base64

import pytest

from b2b.infrastructure.config import ConfigurationFault, Settings, unknown_variables

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
COMPLETE = {
    "B2B_DATABASE_URL": "postgresql://app:hunter2@db/b2b",
    "B2B_REDIS_URL": "redis://cache:6379/0",
    "B2B_JWT_SECRET": "s" * 64,
    "B2B_SECRETS_KEY": KEY,
}


def test_what_is_not_set_has_its_default() -> None:
    settings = Settings.from_env(COMPLETE)

    assert settings.access_token_minutes == 15
    assert settings.refresh_token_days == 7
    assert settings.webhook_fast_delays == (1, 2, 4, 8, 16)
    assert settings.allow_private_webhooks is False


def test_values_are_read_by_their_kind() -> None:
    settings = Settings.from_env(
        COMPLETE
        | {
            "B2B_WEBHOOK_FAST_DELAYS": "1, 3",
            "B2B_ALLOW_PRIVATE_WEBHOOKS": "true",
            "B2B_PORTAL_PORT": "8080",
            "B2B_HOME": "/srv/b2b",
        }
    )

    assert settings.webhook_fast_delays == (1, 3)
    assert settings.allow_private_webhooks is True
    assert settings.portal_port == 8080
    assert str(settings.home) == "/srv/b2b"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_may_be_named_in_any_usual_form(scheme: str) -> None:
    settings = Settings.from_env(COMPLETE | {"B2B_DATABASE_URL": f"{scheme}://app@db/b2b"})

    assert settings.database_url == "postgresql+psycopg://app@db/b2b"


def test_the_server_behind_a_pooler_is_told_apart() -> None:
    settings = Settings.from_env(COMPLETE | {"B2B_DATABASE_DIRECT_URL": "postgres://app:hunter2@db-1/b2b"})

    assert settings.database_direct_url == "postgresql+psycopg://app:hunter2@db-1/b2b"
    assert "hunter2" not in repr(settings)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ConfigurationFault) as refused:
        Settings.from_env(
            COMPLETE
            | {
                "B2B_JWT_SECRET": "",
                "B2B_DATABASE_URL": "mysql://db",
                "B2B_SECRETS_KEY": "short",
                "B2B_PORTAL_PORT": "99999",
                "B2B_LOG_LEVEL": "loud",
                "B2B_WEBHOOK_SLOW_DELAYS": "1,soon",
            }
        )

    named = [fault.split()[0] for fault in refused.value.faults]
    assert sorted(named) == [
        "B2B_DATABASE_URL",
        "B2B_JWT_SECRET",
        "B2B_LOG_LEVEL",
        "B2B_PORTAL_PORT",
        "B2B_SECRETS_KEY",
        "B2B_WEBHOOK_SLOW_DELAYS",
    ]


def test_a_signing_secret_of_63_characters_is_refused() -> None:
    with pytest.raises(ConfigurationFault, match="B2B_JWT_SECRET"):
        Settings.from_env(COMPLETE | {"B2B_JWT_SECRET": "s" * 63})


def test_printing_settings_shows_no_secret() -> None:
    shown = repr(Settings.from_env(COMPLETE))

    assert "hunter2" not in shown
    assert "ssss" not in shown
    assert KEY not in shown


def test_a_misspelt_variable_is_noticed_and_the_demos_are_not() -> None:
    environ = COMPLETE | {"B2B_DATABSE_URL": "x", "B2B_ERP_PORT": "1", "PATH": "/bin"}

    assert unknown_variables(environ) == ("B2B_DATABSE_URL",)
