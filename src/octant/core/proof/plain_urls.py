"""Under /.well-known/."""

from django.urls import path

from octant.core.proof.views import outside

urlpatterns = [
    path("octant-contacts.json", outside.contacts, name="official_contacts"),
    path("octant-contacts.json.jws", outside.contacts_signature),
    path("octant-contacts-keys.json", outside.contacts_key, name="official_contacts_key"),
    path("security.txt", outside.security),
]
