"""Pictures of prompts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "creations",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("tenant", sa.String(40), nullable=False),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("picture", sa.String(64), nullable=False),
        sa.Column("seed", sa.String(20), nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.Column("recipe", sa.JSON, nullable=False),
        sa.Column("notices", sa.JSON, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_creations"),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_creations_tenant"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_creations_job"),
        sa.ForeignKeyConstraint(["picture"], ["blobs.sha256"], name="fk_creations_picture"),
        sa.UniqueConstraint("job", "place", name="uq_creations_job"),
    )
    op.create_index("ix_creations_tenant_created", "creations", ["tenant", "created"])


def downgrade() -> None:
    op.drop_table("creations")
