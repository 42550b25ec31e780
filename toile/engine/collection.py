"""Collections: models that lie in a folder, by name."""

from pathlib import Path

# The one that ships with the package: docs/mannequin.md.
MANNEQUIN = Path(__file__).parents[1] / "weights" / "mannequin"


def find_checkpoint(named: str | None, folder: Path) -> Path:
    """The checkpoint that is meant: a path, the name of one in `folder` or of the one that ships, or, where none is
    named, the first in `folder`, and the one that ships where that is empty. What is returned for a name that is none
    is not there."""
    if named:
        path = Path(named)
        if path.exists():
            return path
        if not (folder / named).exists() and named == MANNEQUIN.name:
            return MANNEQUIN
        return find_file(folder, named) or (folder / named if (folder / named).exists() else path)
    found = _list_within(folder)
    return found[0] if found else MANNEQUIN


def list_checkpoints(folder: Path) -> list[str]:
    """The names of those in a folder, and of the one that ships."""
    return sorted(
        {path.stem if path.is_file() else path.name for path in _list_within(folder)} | {MANNEQUIN.name}
    )


def _list_within(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix.lower() == ".safetensors" or path.is_dir())


def list_networks(folder: Path) -> list[Path]:
    """The weights in a folder that spandrel may know."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in (".safetensors", ".pth"))


def find_file(folder: Path, name: str) -> Path | None:
    """The .safetensors file of that name, in the folder or one within; never one outside."""
    wanted = name.removesuffix(".safetensors")
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() == ".safetensors" and path.stem == wanted:
            return path
    return None
