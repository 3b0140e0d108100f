"""Every way in which staff change articles, in one place to import from."""

from octant.core.knowledge.services.details import (
    add_image,
    change_details,
    order_categories,
    save_announcement,
    save_glossary_group,
)
from octant.core.knowledge.services.drafts import (
    create_article,
    restore_revision,
    save_draft,
    submit_for_review,
)
from octant.core.knowledge.services.publishing import expire, publish, schedule, withdraw

__all__ = [
    "add_image",
    "change_details",
    "create_article",
    "expire",
    "order_categories",
    "publish",
    "restore_revision",
    "save_announcement",
    "save_draft",
    "save_glossary_group",
    "schedule",
    "submit_for_review",
    "withdraw",
]
