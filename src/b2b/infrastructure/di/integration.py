from dishka import Provider, Scope


class IntegrationProvider(Provider):
    scope = Scope.REQUEST
