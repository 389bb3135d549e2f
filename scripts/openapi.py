"""Write the OpenAPI documents of both APIs to docs/openapi/, or with --check say whether they are current."""

import json
import sys
from pathlib import Path

from litestar import Litestar
from litestar.serialization import decode_json, encode_json

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.infrastructure.config import Settings

FOLDER = Path(__file__).parent.parent / "docs" / "openapi"
# Nothing is connected to: the documents follow from the code alone.
SETTINGS = Settings(
    jwt_secret="0" * 64,
    secrets_key="A" * 43 + "=",
    database_url="postgresql+psycopg://nobody@127.0.0.1/none",
    redis_url="redis://127.0.0.1/0",
)


def documents() -> dict[str, str]:
    apps: dict[str, Litestar] = {
        "portal": create_portal(SETTINGS),
        "integration": create_integration(SETTINGS),
    }
    return {
        name: json.dumps(decode_json(encode_json(app.openapi_schema.to_schema())), indent=1, sort_keys=True)
        + "\n"
        for name, app in apps.items()
    }


def _text(app: Litestar) -> str:
    schema = decode_json(encode_json(app.openapi_schema.to_schema()))
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


def main() -> int:
    stale = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        path = FOLDER / f"{name}.json"
        if "--check" in sys.argv:
            if not path.exists() or path.read_text() != text:
                stale.append(path.name)
        else:
            path.write_text(text)
    if stale:
        sys.stderr.write(f"Not current: {', '.join(stale)}. Run `make openapi` and commit.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
