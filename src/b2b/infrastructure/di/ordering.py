from dishka import Provider, Scope


class OrderingProvider(Provider):
    scope = Scope.REQUEST
