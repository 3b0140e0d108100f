from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from octant.channels.email.aside import MailsAside
from octant.channels.email.at_desk import MailAtDesk
from octant.channels.email.channel import Email
from octant.channels.email.wording import MailWording
from octant.core.ports.surface import Surface


class EmailConfig(AppConfig):
    name = "octant.channels.email"
    label = "email"
    surface = Surface(
        key="email",
        name=_("Email"),
        promise=_("For complex cases with evidence: answered in 24 to 48 hours."),
        icon="mail",
        url_name="email",
    )
    channel = Email()
    at_desk = MailAtDesk()
    aside = MailsAside()
    wording = MailWording()

    def ready(self) -> None:
        from octant.channels.email import consumers
        from octant.core.outbox.consumers import subscribe
        from octant.core.promises.events import (
            CustomerReminded,
            PromiseAtRisk,
            TicketClosedUnanswered,
        )
        from octant.core.tickets.events import MessageSent, TicketSolved, TicketSplit

        subscribe("email", consumers.on_message_sent, MessageSent)
        subscribe("email_split", consumers.on_ticket_split, TicketSplit)
        subscribe("email_news", consumers.on_news, *consumers.NEWS)
        assert set(consumers.NEWS) == {
            PromiseAtRisk,
            CustomerReminded,
            TicketClosedUnanswered,
            TicketSolved,
        }
