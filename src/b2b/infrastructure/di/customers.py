from dishka import Provider, Scope


class CustomersProvider(Provider):
    scope = Scope.REQUEST
