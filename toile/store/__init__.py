"""What is kept: rows in a database, pictures as blobs, jobs in a queue that survives."""
