from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "octant.core.people"
    label = "people"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.people.consumers import on_door
        from octant.core.people.events import DoorTouched, OwnerConcerned

        subscribe("people", on_door, DoorTouched, OwnerConcerned)
