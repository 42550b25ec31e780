"""The tables, the same on SQLite and PostgreSQL. What changes them is a migration; a test holds the two against each
other. Times are seconds since 1970. Blobs are named by the SHA-256 of what they hold.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

# Constraints have names, so that migrations can speak of them.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite counts up only what it calls INTEGER.
_COUNT = BigInteger().with_variant(Integer, "sqlite")

tenants = Table(
    "tenants",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("created", Double, nullable=False),
)
keys = Table(
    "keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("tenant", ForeignKey("tenants.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("revoked", Double),
)
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media", String(100), nullable=False),
    Column("created", Double, nullable=False),
)
jobs = Table(
    "jobs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("tenant", ForeignKey("tenants.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("priority", String(20), nullable=False),
    Column("turn", Integer, nullable=False),  # low ones first, fair between tenants
    Column("request", JSON, nullable=False),
    Column("digest", String(64), nullable=False),  # of the request, for the same key with another body
    Column("key", String(200)),  # the caller's own, that makes asking twice one job
    Column("attempts", Integer, nullable=False),
    Column("token", String(40)),  # of the attempt that may write; another's writes are refused
    Column("progress", Double, nullable=False),
    Column("stage", String(40), nullable=False),
    Column("result", JSON, nullable=False),
    Column("cause", JSON),
    Column("cancelling", Boolean, nullable=False),
    Column("created", Double, nullable=False),
    Column("started", Double),
    Column("finished", Double),
    UniqueConstraint("tenant", "key"),
    Index("ix_jobs_tenant_created", "tenant", "created"),
    Index("ix_jobs_priority_state_turn", "priority", "state", "turn"),
)
events = Table(
    "job_events",
    metadata,
    Column("number", _COUNT, primary_key=True, autoincrement=True),
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(20), nullable=False),
    Column("data", JSON, nullable=False),
    Column("at", Double, nullable=False),
    Index("ix_job_events_job_number", "job", "number"),
)
looks = Table(
    "looks",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("tenant", ForeignKey("tenants.id"), nullable=False),
    Column("job", ForeignKey("jobs.id"), nullable=False, unique=True),
    Column("picture", ForeignKey("blobs.sha256"), nullable=False),
    Column("recipe", JSON, nullable=False),
    Column("checks", JSON, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Index("ix_looks_tenant_created", "tenant", "created"),
)
creations = Table(
    "creations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("tenant", ForeignKey("tenants.id"), nullable=False),
    Column("job", ForeignKey("jobs.id"), nullable=False),
    Column("place", Integer, nullable=False),  # among those of the job, from 0
    Column("picture", ForeignKey("blobs.sha256"), nullable=False),
    Column("seed", String(20), nullable=False),  # wider than a signed number of 64 bits
    Column("parameters", Text, nullable=False),
    Column("recipe", JSON, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("created", Double, nullable=False),
    UniqueConstraint("job", "place"),
    Index("ix_creations_tenant_created", "tenant", "created"),
)
