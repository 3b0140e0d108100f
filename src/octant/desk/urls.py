from django.urls import path

from octant.desk.views import chats, helpers, leading, links, saying, tickets, working

app_name = "desk"

_ONE = "tickets/<str:public_id>/"

urlpatterns = [
    path("", tickets.index, name="inbox"),
    path("list/", tickets.ticket_list, name="list"),
    path("rows/", tickets.rows, name="rows"),
    path(_ONE, tickets.ticket, name="ticket"),
    path(f"{_ONE}messages/", tickets.messages, name="messages"),
    path(f"{_ONE}state/", tickets.state, name="state"),
    path(f"{_ONE}exchange/", tickets.exchange, name="exchange"),
    path(f"{_ONE}say/", saying.say, name="say"),
    path(f"{_ONE}files/", saying.add_file, name="add_file"),
    path(f"{_ONE}seen/", saying.mark_seen, name="seen"),
    path(f"{_ONE}label/", working.label, name="label"),
    path(f"{_ONE}do/<slug:verb>/", working.do, name="do"),
    path(f"{_ONE}transfer/", working.hand_over, name="transfer"),
    path(f"{_ONE}merge/", working.merge, name="merge"),
    path(f"{_ONE}block/", working.block_customer, name="block"),
    path(f"{_ONE}canned/", helpers.canned, name="canned"),
    path(f"{_ONE}articles/", helpers.articles, name="articles"),
    path("offers/", chats.offered, name="offers"),
    path("offers/<int:offer>/accept/", chats.accept, name="accept"),
    path("offers/<int:offer>/decline/", chats.decline, name="decline"),
    path("presence/", chats.set_presence, name="presence"),
    path("pulse/", chats.pulse, name="pulse"),
    path("socket", helpers.socket, name="socket"),
    path("people/", helpers.people, name="people"),
    path("find/", helpers.find, name="find"),
    path("team/", leading.team, name="team"),
    path("coverage/", leading.coverage, name="coverage"),
    path("coverage/<int:shift>/remove/", leading.remove, name="remove_shift"),
    path("audit/", leading.audit, name="audit"),
    path("links/", links.index, name="links"),
    path("links/feed/", links.feed, name="link_feed"),
    path("links/<int:rule>/remove/", links.remove, name="remove_link"),
]
