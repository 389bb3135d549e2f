from dishka import Provider, Scope


class IdentityProvider(Provider):
    scope = Scope.REQUEST
