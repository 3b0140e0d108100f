"""Mail and news of deliveries that a provider posts to us, read and checked by django-anymail."""
