"""Tenants, blobs, jobs with their events, and looks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_COUNT = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("tenant", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("priority", sa.String(20), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("token", sa.String(40)),
        sa.Column("progress", sa.Double, nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("cause", sa.JSON),
        sa.Column("cancelling", sa.Boolean, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("started", sa.Double),
        sa.Column("finished", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_jobs_tenant"),
        sa.UniqueConstraint("tenant", "key", name="uq_jobs_tenant"),
    )
    op.create_index("ix_jobs_tenant_created", "jobs", ["tenant", "created"])
    op.create_index("ix_jobs_priority_state_turn", "jobs", ["priority", "state", "turn"])
    op.create_table(
        "job_events",
        sa.Column("number", _COUNT, autoincrement=True, nullable=False),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_job_events"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_job_events_job", ondelete="CASCADE"),
    )
    op.create_index("ix_job_events_job_number", "job_events", ["job", "number"])
    op.create_table(
        "looks",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("tenant", sa.String(40), nullable=False),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("picture", sa.String(64), nullable=False),
        sa.Column("recipe", sa.JSON, nullable=False),
        sa.Column("checks", sa.JSON, nullable=False),
        sa.Column("notices", sa.JSON, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_looks_tenant"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_looks_job"),
        sa.ForeignKeyConstraint(["picture"], ["blobs.sha256"], name="fk_looks_picture"),
        sa.UniqueConstraint("job", name="uq_looks_job"),
    )
    op.create_index("ix_looks_tenant_created", "looks", ["tenant", "created"])


def downgrade() -> None:
    for name in ("looks", "job_events", "jobs", "blobs", "tenants"):
        op.drop_table(name)
