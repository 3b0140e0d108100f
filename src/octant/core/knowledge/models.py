"""Articles and what readers did with them. One topic tree serves all of Octant."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from octant.core.knowledge.choices import Kind, Significance, State


class Category(models.Model):
    """A topic, two levels deep, shared by articles, pre-chat form, routing and reports."""

    key = models.CharField(max_length=80, unique=True)  # "funding" or "funding/withdrawals"
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=dict)  # {language: name}
    descriptions = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, blank=True)
    skill = models.CharField(max_length=40, blank=True)  # who can answer it
    offered_in_chat = models.BooleanField(default=True)
    urgent = models.BooleanField(default=False)
    # No article stands between the customer and a person here.
    straight_through = models.BooleanField(default=False)
    # Words of `core.ports.needs`; none: its parent's, and where that has none the product's.
    needs = models.JSONField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)  # keys of its file that we do not read

    class Meta:
        ordering = ["order", "key"]

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or self.key

    def description_in(self, language: str) -> str:
        return self.descriptions.get(language) or self.descriptions.get("en") or ""

    def __str__(self) -> str:
        return self.key


class Article(models.Model):
    """One help text over all its languages."""

    Kind = Kind

    slug = models.SlugField(max_length=80, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.HOW_TO)
    source_language = models.CharField(max_length=16, default="en")
    related = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    pinned = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 comes first
    review_by = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Figures in it are examples of the demo, and the page says so.
    example_figures = models.BooleanField(default=False)
    extra = models.JSONField(default=dict, blank=True)  # keys of its file that we do not read
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class Translation(models.Model):
    """An article's text in one language, as readers see it, and its state."""

    State = State

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    # What readers see. Empty until first published; `draft` may be ahead of it.
    current = models.ForeignKey(
        "Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    draft = models.ForeignKey(
        "Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)  # first time
    updated_at = models.DateTimeField(null=True, blank=True)  # last change that readers see
    # The source revision this text renders; older than the source's means outdated.
    based_on = models.ForeignKey(
        "Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outdated = models.CharField(max_length=8, blank=True)  # "", "minor" or "major"
    popularity = models.FloatField(default=0.0)  # recomputed by the worker

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_text_a_language")
        ]
        indexes = [
            models.Index(
                fields=["language", "-popularity"],
                condition=Q(current__isnull=False),
                name="popular_by_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}:{self.language}"


class Revision(models.Model):
    """One saved state of a translation; its text never changes after it is written."""

    Significance = Significance

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    keywords = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    body = models.TextField()  # Markdown
    significance = models.CharField(
        max_length=8, choices=Significance.choices, default=Significance.MINOR
    )
    comment = models.CharField(max_length=300, blank=True)
    extra = models.JSONField(default=dict, blank=True)  # front matter that we do not read
    # The source revision that a translator had beside this text; none in the source language.
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)  # when readers first saw it
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "number"], name="revision_number")
        ]


class Image(models.Model):
    """A picture in an article, kept in the file store under its content hash."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="images")
    name = models.CharField(max_length=120)  # "images/steps.svg" as texts refer to it
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "name"], name="image_name")]


class Vote(models.Model):
    """A reader's yes or no to "was this helpful", on the revision they read."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="votes")
    helpful = models.BooleanField()
    reason = models.CharField(max_length=24, blank=True)
    comment = models.TextField(blank=True)  # screened
    reader = models.CharField(max_length=32)  # keyed hash; not a person
    created_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "reader"], name="one_vote")]


class Reading(models.Model):
    """One reader of one translation on one day: reloads do not count twice."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE)
    reader = models.CharField(max_length=32)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "reader", "day"], name="one_reading")
        ]
        indexes = [models.Index(fields=["day"], name="reading_day")]


class Search(models.Model):
    """A search and what followed; the words are screened, the reader is a keyed hash."""

    query = models.CharField(max_length=200)
    language = models.CharField(max_length=16)
    category = models.CharField(max_length=80, blank=True)
    results = models.PositiveIntegerField()
    reader = models.CharField(max_length=32)
    clicked = models.CharField(max_length=80, blank=True)  # article slug
    contacted_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["reader", "-created_at"], name="search_reader")]


class Asker(models.Model):
    """A reader of one day who went on to ask a person, that day or the next."""

    reader = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(db_index=True)


class GlossaryGroup(models.Model):
    """Terms that mean the same to someone who searches: {language: [term, …]}."""

    terms = models.JSONField()
    domain_words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)


class Announcement(models.Model):
    """News on the Help Center's front page."""

    slug = models.SlugField(max_length=100, unique=True)
    # Since when readers see it, or will; none while it is a draft.
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # Its hour lies ahead: when it comes, the worker has the kept pages made anew.
    awaited = models.BooleanField(default=False)
    texts = models.JSONField(default=dict)  # {language: {title, summary, body}}
    extra = models.JSONField(default=dict, blank=True)  # keys of its file that we do not read

    def language_for(self, language: str) -> str:
        """The language in which it is shown to a reader of `language`."""
        there = [code for code in (language, "en", *self.texts) if self.texts.get(code)]
        return there[0] if there else language


class LoadedFile(models.Model):
    """A workspace file as it was last loaded, so that loading again does not undo edits."""

    path = models.CharField(max_length=200, unique=True)  # inside the workspace folder
    digest = models.CharField(max_length=64)
