from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import letters as wiring
        from initiatives import outbox
        from letters import registry

        registry.register(
            wiring.INVITATION,
            template="invitation",
            resolve=wiring.invitation,
            must_act=True,
            title="Invitation to work on the initiative",
        )
        outbox.set_sender(wiring.send_invitation)
