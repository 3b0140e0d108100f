"""Static files under names that carry their content's hash, so browsers may keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites imports in ES modules (one import a line; see facts on Django 5.2)."""

    support_js_module_import_aggregation = True
    # Running from a checkout without collectstatic still serves pages.
    manifest_strict = False
