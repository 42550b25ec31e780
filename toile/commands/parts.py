"""Parts that the service needs and the base install has not."""

import importlib.util

from toile.errors import NotReady

_NEEDS = ("fastapi", "uvicorn", "sqlalchemy", "alembic", "dbos", "obstore", "filelock", "multipart")


def need_parts() -> None:
    """Raises NotReady `serve_missing`."""
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise NotReady("serve_missing", name=", ".join(missing))
