"""How the API reads its database from the environment that the program gives it.

Copy this file into the FastAPI project. It needs no package; SQLAlchemy takes what it returns:

    engine = create_engine(database_url(os.environ), **pool_options(os.environ))
"""

from collections.abc import Mapping
from urllib.parse import quote


def database_url(environ: Mapping[str, str], driver: str = "postgresql+psycopg") -> str:
    """SQLAlchemy's URL. The password may hold any character; never log the result."""
    user, password, name = (quote(environ[key], safe="") for key in ("DB_USER", "DB_PASSWORD", "DB_NAME"))
    return f"{driver}://{user}:{password}@{environ['DB_HOST']}:5432/{name}?sslmode={environ['DB_SSLMODE']}"


def pool_options(environ: Mapping[str, str]) -> dict[str, object]:
    """Options of the pool, so that all instances together stay below the database's max_connections.

    DB_POOL_SIZE counts for an instance; uvicorn's workers (WEB_CONCURRENCY) share it.
    """
    size = int(environ["DB_POOL_SIZE"])
    workers = int(environ.get("WEB_CONCURRENCY", "1"))
    if size < 1 or workers < 1 or workers > size:
        raise ValueError(f"{workers} workers cannot share DB_POOL_SIZE {size}: lower WEB_CONCURRENCY")
    return {
        "pool_size": size // workers,
        # SQLAlchemy's own ten more would go past what was counted.
        "max_overflow": 0,
        # Between requests the CPU sleeps and connections die unseen: look before use, and keep none for long.
        "pool_pre_ping": True,
        "pool_recycle": 300,
        # A request that finds no connection waits this long, in seconds, then fails instead of piling up.
        "pool_timeout": 10,
    }
