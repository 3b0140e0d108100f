"""The library's form for another mail address, with our rule."""

from allauth.account.forms import AddEmailForm

from octant.core.people.own_addresses import demand_foreign


class ForeignEmailForm(AddEmailForm):  # type: ignore[misc]
    """The library's form for another address."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not self.user.is_staff:
            demand_foreign(email)
        return email
