"""The brand we serve: one folder of text files, read once per process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Workspace:
    """workspace.yaml, typed where code decides by it; the rest is under `raw`."""

    folder: Path
    raw: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.raw["brand"]["name"])

    @property
    def demo(self) -> bool:
        return bool(self.raw.get("demo", False))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.raw.get("languages", ["en"]))

    @property
    def default_language(self) -> str:
        return str(self.raw.get("default_language", "en"))

    @property
    def official_domains(self) -> tuple[str, ...]:
        return tuple(self.raw.get("official", {}).get("domains", ()))

    @property
    def embed_hosts(self) -> frozenset[str]:
        return frozenset(self.raw.get("embed_hosts", ()))

    @property
    def colours(self) -> dict[str, list[str]]:
        return dict(self.raw.get("colours", {}))

    @property
    def chat(self) -> dict[str, Any]:
        return dict(self.raw.get("chat", {}))

    @property
    def files(self) -> dict[str, Any]:
        return dict(self.raw.get("files", {}))

    @property
    def email(self) -> dict[str, Any]:
        return dict(self.raw.get("email", {}))

    @property
    def support_address(self) -> str:
        """The mailbox that replies come from and go to."""
        boxes = self.email.get("mailboxes") or [{"address": "support@localhost"}]
        return str(boxes[0]["address"]).lower()

    @property
    def email_answer_hours(self) -> dict[str, int]:
        return dict(self.raw.get("email_answer_hours", {"min": 24, "max": 48}))

    def text(self, *path: str, language: str) -> str:
        """The text at `path` in `language`, else in the default one, else nothing.

        `workspace.text("reminder", language="zh-hans")`, `text("brand", "tagline", …)`.
        """
        value: Any = self.raw
        for step in path:
            value = value.get(step, {}) if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            return str(value)
        return str(value.get(language) or value.get(self.default_language) or "").strip()

    def data(self, name: str) -> Any:
        """Another YAML file of the folder (`glossary.yaml`), or nothing if it has none."""
        file = self.folder / name
        return yaml.safe_load(file.read_text("utf-8")) if file.exists() else None


@cache
def workspace() -> Workspace:
    """The workspace of this process, from settings.OCTANT_WORKSPACE."""
    folder = Path(settings.OCTANT_WORKSPACE)
    file = folder / "workspace.yaml"
    raw = (
        yaml.safe_load(file.read_text("utf-8")) if file.exists() else {"brand": {"name": "Octant"}}
    )
    return Workspace(folder=folder, raw=raw)
