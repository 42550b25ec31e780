"""Everything the product says to a person, in English and Simplified Chinese.

A message is a row in a table, found by its code. The tables are split by topic so that each stays readable:
`photo` (what is wrong with a picture), `person`, `garment`, `look` (checks and notices on a result),
`command` (the command line), `models` (networks pointed to), `diffusion` and `words` (names of things). `say` fills a
row in.
"""

from toile.messages.catalogue import CATALOGUE, Language, next_step, say
from toile.messages.message import Message

__all__ = ["CATALOGUE", "Language", "Message", "next_step", "say"]
