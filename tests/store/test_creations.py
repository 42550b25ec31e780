"""Pictures of prompts as they are kept: each tenant's own."""

import pytest

from toile.domain.job import Kind
from toile.errors import BadRequest
from toile.store.creations import CreationRow, list_creations, read_creation, record_creation
from toile.store.database import Database
from toile.store.jobs import Jobs
from toile.store.looks import BlobRow, record_blob


def test_a_picture_is_its_tenants_alone(database: Database, jobs: Jobs) -> None:
    job = jobs.ask("ann", Kind.CREATE, {"prompt": "a hat"}).job.id
    rows = [
        CreationRow(f"c{place}", "ann", job, place, "b" * 64, str(2**64 - 1), "a hat", {}, [], 5.0)
        for place in (0, 1)
    ]
    with database.write() as transaction:
        record_blob(transaction, BlobRow("b" * 64, 3, "image/png", 5.0))
        for row in rows:
            record_creation(transaction, row)
    assert read_creation(database, "ann", "c1") == rows[1]
    assert list_creations(database, "ann") == rows and list_creations(database, "bob") == []
    with pytest.raises(BadRequest, match="no picture c1"):
        read_creation(database, "bob", "c1")
