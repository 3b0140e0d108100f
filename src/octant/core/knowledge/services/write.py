"""Every way in which staff change articles and news, in one place to import from."""

from octant.core.knowledge.services.details import (
    add_image,
    change_details,
    order_categories,
    save_glossary_group,
)
from octant.core.knowledge.services.drafts import (
    create_article,
    restore_revision,
    save_draft,
    submit_for_review,
)
from octant.core.knowledge.services.news import (
    create_announcement,
    delete_announcement,
    publish_announcement,
    save_announcement,
    take_back_announcement,
)
from octant.core.knowledge.services.publishing import expire, publish, schedule, withdraw

__all__ = [
    "add_image",
    "change_details",
    "create_announcement",
    "create_article",
    "delete_announcement",
    "expire",
    "order_categories",
    "publish",
    "publish_announcement",
    "restore_revision",
    "save_announcement",
    "save_draft",
    "save_glossary_group",
    "schedule",
    "submit_for_review",
    "take_back_announcement",
    "withdraw",
]
