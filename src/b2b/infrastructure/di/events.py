from dishka import Provider, Scope


class EventsProvider(Provider):
    scope = Scope.REQUEST
