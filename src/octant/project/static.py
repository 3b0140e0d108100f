"""Static files under names that carry their content's hash, so browsers may keep them."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites imports in ES modules (one import a line; see facts on Django 5.2)."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}  # a page asks for one icon file fifty times

    def url(self, name: str, force: bool = False) -> str:
        """The hashed address; before files were collected (tests), the plain one."""
        if not self.hashed_files:
            return str(self.base_url) + name
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name, force=force))
        return self._addresses[name]

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The hashed name; a file that is not there keeps its own. (An extension that
        django-htmx ships imports a module by a name that no file has.)"""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name
