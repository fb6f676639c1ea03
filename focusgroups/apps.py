from django.apps import AppConfig


class FocusgroupsConfig(AppConfig):
    name = "focusgroups"

    def ready(self) -> None:
        from focusgroups import letters

        letters.register_kinds()
