from django.apps import AppConfig


class FocusgroupsConfig(AppConfig):
    name = "focusgroups"

    def ready(self) -> None:
        from focusgroups import letters
        from focusgroups.needs import letters as about_needs
        from focusgroups.outreach import letters as invitations

        for kinds in (letters, invitations, about_needs):
            kinds.register_kinds()
