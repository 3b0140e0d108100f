from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "octant.core.exchange"
    label = "exchange"
