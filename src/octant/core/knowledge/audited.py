"""Words of the audit trail: articles, topics, glossary and announcements."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Help Center")

VERBS = {
    "article_created": pgettext_lazy("audit trail", "Began an article"),
    "draft_saved": pgettext_lazy("audit trail", "Saved a draft"),
    "review_asked": pgettext_lazy("audit trail", "Asked for a review"),
    "revision_restored": pgettext_lazy("audit trail", "Restored an earlier revision"),
    "article_published": pgettext_lazy("audit trail", "Published an article"),
    "publish_scheduled": pgettext_lazy("audit trail", "Scheduled an article"),
    "article_withdrawn": pgettext_lazy("audit trail", "Withdrew an article"),
    "expiry_set": pgettext_lazy("audit trail", "Set when an article expires"),
    "article_details_changed": pgettext_lazy("audit trail", "Changed an article's details"),
    "image_added": pgettext_lazy("audit trail", "Added a picture"),
    "categories_ordered": pgettext_lazy("audit trail", "Changed the order of topics"),
    "glossary_group_saved": pgettext_lazy("audit trail", "Saved a glossary group"),
    "glossary_group_removed": pgettext_lazy("audit trail", "Removed a glossary group"),
    "votes_settled": pgettext_lazy("audit trail", "Dealt with unhelpful votes"),
    "searches_settled": pgettext_lazy("audit trail", "Dealt with a search"),
    "announcement_created": pgettext_lazy("audit trail", "Began an announcement"),
    "announcement_saved": pgettext_lazy("audit trail", "Saved an announcement"),
    "announcement_published": pgettext_lazy("audit trail", "Published an announcement"),
    "announcement_scheduled": pgettext_lazy("audit trail", "Scheduled an announcement"),
    "announcement_taken_back": pgettext_lazy("audit trail", "Took an announcement back"),
    "announcement_deleted": pgettext_lazy("audit trail", "Deleted an announcement"),
}

SUBJECTS = {
    "knowledge.article": pgettext_lazy("audit trail", "Article"),
    "knowledge.translation": pgettext_lazy("audit trail", "Text in one language"),
    "knowledge.announcement": pgettext_lazy("audit trail", "Announcement"),
    "knowledge.category": pgettext_lazy("audit trail", "Topic"),
    "knowledge.glossarygroup": pgettext_lazy("audit trail", "Glossary group"),
    "knowledge.search": pgettext_lazy("audit trail", "Search"),
}
