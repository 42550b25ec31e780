"""The language of prompts, as AUTOMATIC1111 reads it."""
