"""`type = "webhook"` in watch.toml means the file `webhook.py`. Nothing to register."""

import importlib
import pkgutil
from types import ModuleType


def names(package: ModuleType) -> frozenset[str]:
    """Return the plug-in files that exist in `package`."""
    found = pkgutil.iter_modules(package.__path__)
    return frozenset(module.name for module in found if not module.name.startswith("_"))


def find(package: ModuleType, name: str) -> ModuleType:
    """Import one plug-in by file name.

    Raises:
        LookupError: there is no such file; the message lists those there are.
    """
    known = names(package)
    if name not in known:
        raise LookupError(f"{name!r} is not one of {sorted(known)}")
    return importlib.import_module(f"{package.__name__}.{name}")
