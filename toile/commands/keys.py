"""`toile keys`: who may use the service from elsewhere."""

import argparse
import time

from toile.commands.parts import need_parts
from toile.commands.verb import Option, Verb, choice
from toile.errors import BadRequest
from toile.settings import Settings

CREATE, LIST, REVOKE = _ACTIONS = ("create", "list", "revoke")
_SCOPES = ("read", "create", "admin")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.what in (CREATE, REVOKE) and not arguments.name:
        raise BadRequest("argument_missing", name="NAME", verb="keys")
    need_parts()
    from toile.commands.terminal import Terminal, print_json
    from toile.domain.key import Scope
    from toile.service import name_places
    from toile.store.database import open_database
    from toile.store.keys import Keys

    database = open_database(arguments.database or name_places(settings.data)[0])
    database.upgrade()
    keys, terminal = Keys(database, time.time), Terminal(settings.language)
    try:
        if arguments.what == CREATE:
            scopes = [Scope(one) for one in arguments.scope] or [Scope.READ, Scope.CREATE]
            token = keys.create(arguments.tenant or arguments.name, arguments.name, scopes)
            if arguments.json:
                print_json({"key": token})
            else:
                terminal.line(terminal.say("key_made"))
                terminal.path(token)
        elif arguments.what == REVOKE:
            keys.revoke(arguments.name)
            terminal.line(terminal.say("key_revoked", key=arguments.name))
        else:
            found = keys.list()
            if arguments.json:
                print_json([_as_data(key) for key in found])
            else:
                terminal.rows(tuple(str(value) for value in _as_data(key).values()) for key in found)
    finally:
        database.close()
    return 0


def _as_data(key: object) -> dict[str, object]:
    from toile.domain.key import Key

    assert isinstance(key, Key)
    return {
        "id": key.id,
        "tenant": key.tenant,
        "name": key.name,
        "scopes": ", ".join(sorted(key.scopes)),
        "state": "revoked" if key.revoked else "good",
    }


VERB = Verb(
    "keys",
    "help_keys",
    run,
    (
        Option("WHAT", "help_keys_what", read=choice(*_ACTIONS), required=True),
        Option("NAME", "help_keys_name"),
        Option("--scope", "help_scope", value="SCOPE", read=choice(*_SCOPES), many=True),
        Option("--tenant", "help_tenant", value="NAME"),
        Option("--database", "help_database", value="URL"),
        Option("--json", "help_json"),
    ),
    examples=(
        "toile keys create shop",
        "toile keys create watcher --scope read",
        "toile keys revoke 0123456789abcdef",
    ),
)
