"""A method that remembers what it prepared: the same photo is looked at once, however often it is dressed."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from toile.domain.look import Notice
from toile.domain.recipe import Licence
from toile.tryon.fit import GarmentPhoto, Method, PersonPhoto, PreparedGarment, PreparedPerson, Wish
from toile.tryon.look import Dressed

P = TypeVar("P", bound=PreparedPerson)
G = TypeVar("G", bound=PreparedGarment)


class Remembering(Generic[P, G]):
    """Any method, with everything it prepared kept by the photos' content. Safe to share between threads.

    Nothing is ever forgotten: make one for each batch of work, and let it go with the batch.
    """

    def __init__(self, method: Method[P, G]) -> None:
        self._method = method
        self._people: dict[tuple[object, ...], P] = {}
        self._garments: dict[tuple[object, ...], G] = {}
        self.name = method.name
        self.licences: tuple[Licence, ...] = method.licences

    def prepare_person(self, photo: PersonPhoto) -> P:
        """As the method prepares them, or as it did before. Joints are part of what makes a photo the same."""
        joints = photo.joints.joints if photo.joints else {}
        placed = tuple(
            (name, joints[name].x, joints[name].y, joints[name].confidence) for name in sorted(joints)
        )
        key = (photo.sha256, photo.rgb.shape, placed)
        if key not in self._people:
            self._people[key] = self._method.prepare_person(photo)
        return self._people[key]

    def prepare_garment(self, photo: GarmentPhoto) -> G:
        """As the method prepares it, or as it did before. Its name and category are part of what it is."""
        key = (photo.sha256, photo.rgb.shape, photo.category, photo.name, photo.alpha is None)
        if key not in self._garments:
            self._garments[key] = self._method.prepare_garment(photo)
        return self._garments[key]

    def examine(self, person: P, garments: Sequence[G]) -> tuple[Notice, ...]:
        """As the method says."""
        return self._method.examine(person, garments)

    def dress(self, person: P, garment: G, wish: Wish) -> tuple[Dressed, P]:
        """As the method does."""
        return self._method.dress(person, garment, wish)

    def settings(self, wish: Wish) -> Mapping[str, float | int | str | bool]:
        """The method's own."""
        return self._method.settings(wish)
