from dishka import Provider, Scope


class CatalogProvider(Provider):
    scope = Scope.REQUEST
