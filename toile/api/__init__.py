"""The service over HTTP: routes and what goes over the wire. Nothing here knows how a look is made."""
