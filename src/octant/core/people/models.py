"""Who there is: users who sign in, customers who ask, teams who answer."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least, Upper
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    MODERATOR = "moderator", _("Moderator")
    AGENT = "agent", _("Agent")
    EDITOR = "editor", _("Editor")
    LEAD = "lead", _("Lead")
    ADMIN = "admin", _("Administrator")


STAFF_ROLES = (Role.AGENT, Role.EDITOR, Role.LEAD, Role.ADMIN)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who can sign in: a customer or a member of staff."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.CUSTOMER)
    # The name customers see and can check; never the agent's legal name.
    alias = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=16, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Since when the address is this one, if it was ever another: set by the database alone, so
    # that no way of changing it is forgotten (migration 4).
    email_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        # Addresses are compared without regard to case, for each mail that comes.
        indexes = [models.Index(Upper("email"), name="user_by_address")]

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """A session holds for one password *and* one role: changing either ends it at once."""
        key = "octant.core.people.session"
        value = f"{self.password}|{self.role}|{self.is_active}"
        return salted_hmac(key, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def is_superuser(self) -> bool:
        return False

    @property
    def shown_name(self) -> str:
        """What a customer may see of this person."""
        return self.alias or self.name

    def __str__(self) -> str:
        return self.email


class Customer(models.Model):
    """A person who asks for help; signed in or not."""

    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="customer"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, db_index=True)
    language = models.CharField(max_length=16, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    # The exchange's own id for the account; empty for guests.
    exchange_account = models.CharField(max_length=64, blank=True, db_index=True)
    # As the exchange last named it ("pro"); empty while it is not known.
    tier = models.CharField(max_length=40, blank=True)
    # Mail from `email` was vouched for by its domain: they read and write there. Without a sign-in
    # it is all we know of them.
    mail_proved_at = models.DateTimeField(null=True, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # The same in all rows that are one person, by proof and an agent's word (see `Merger`); empty
    # for a row by itself. Nothing else of a row changes by it: what it proves, it alone proves.
    person = models.UUIDField(null=True, blank=True, editable=False)

    # Set by `identities.whole` for somebody who is signed in, and by nothing else.
    _sees: tuple[int, ...] = ()

    class Meta:
        indexes = [
            models.Index(Upper("email"), name="customer_by_address"),
            models.Index(
                fields=["person"], condition=Q(person__isnull=False), name="customer_person"
            ),
        ]

    @property
    def sees(self) -> tuple[int, ...]:
        """The customers whose tickets this reader may read: their own row alone, as by a key,
        unless they are signed in and one person with others."""
        return self._sees or (self.pk,)

    def __str__(self) -> str:
        return self.name or self.email or f"customer {self.pk}"


class Merger(models.Model):
    """Two customers are one person: by what proof, who said so and why. Undone, it stays as a
    record. Those of one person make a tree, so that each of them can be undone by itself."""

    class Proof(models.TextChoices):
        ACCOUNT = "account"  # the same one at the exchange
        ADDRESS = "address"  # the same, verified or named by the exchange, of both
        MAIL = "mail"  # a proved mail from the other's address

    one = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    proof = models.CharField(max_length=8, choices=Proof.choices)
    reason = models.CharField(max_length=300)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField()
    # Who was blocked only because the other was, and since when the other is.
    blocked = ArrayField(models.BigIntegerField(), default=list)
    blocked_since = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                condition=Q(undone_at=None),
                name="one_merger_a_pair",
            )
        ]


class AntiPhishingCode(models.Model):
    """Words of a user's own choosing that only our mails to them can show."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()  # see people.anti_phishing
    set_at = models.DateTimeField()


class Reach(models.Model):
    """By which ways, and when, somebody wants to be reached. What stands here proves nothing: it is
    typed, and nobody is recognised by it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="reach")
    other_email = models.EmailField(
        blank=True
    )  # besides the registered ones; nothing is mailed there
    phone = models.CharField(max_length=16, blank=True)  # E.164
    telegram = models.CharField(max_length=32, blank=True)  # without the @
    skype = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=20, blank=True)  # a surface's key
    # Times on the clock of the person's own zone; both or neither, over midnight too.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    mail_answers = models.BooleanField(default=True)  # answers not seen in the chat or on the page
    mail_news = models.BooleanField(default=True)  # that it takes longer, that it is solved
    changed_at = models.DateTimeField()


class SignInEvent(models.Model):
    """Something at somebody's door that its owner may read: a sign-in, a try, a change of what
    opens it. The same again within an hour counts on one row."""

    class What(models.TextChoices):
        SIGNED_IN = "signed_in"
        PASSWORD_WRONG = "password_wrong"
        HALF_WAY = "half_way"  # the password was right, the second step is open
        UNFINISHED = "unfinished"  # and it never came
        FACTOR_WRONG = "factor_wrong"
        CHANGED = "changed"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=16, choices=What.choices)
    how = models.CharField(max_length=60, blank=True)  # "password totp"; what changed
    # Families and a network only: enough to know one's own by, too little to follow anybody.
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    network = models.CharField(max_length=45, blank=True)
    new_device = models.BooleanField(default=False)
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()  # the last time
    told_at = models.DateTimeField(null=True, blank=True)  # when its owner was mailed of it

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at"], name="sign_in_event_of"),
            models.Index(fields=["at"], name="sign_in_event_at"),
        ]


class Team(models.Model):
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(User, blank=True, related_name="teams")

    def __str__(self) -> str:
        return self.name
