"""Who worked when, and which agent was offered which chat: about staff, not customers."""

from octant.core.ports.privacy import NotExported

NOT_EXPORTED = (
    NotExported("routing.AgentState", "The presence and skills of an agent."),
    NotExported("routing.Shift", "The working hours of an agent."),
    NotExported("routing.Offer", "Which agent was asked to take a chat; goes with the ticket."),
)
