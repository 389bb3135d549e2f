from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from b2b.api_integration.events.schemas import IntegrationEventPage, event_resource
from b2b.api_shared.inputs import PageSize
from b2b.api_shared.problems import Problem
from b2b.application.messaging.queries.events import FeedRequest, ReadEventsHandler
from b2b.application.shared.pages import CURSOR_LENGTH_MAX, PAGE_SIZE

FeedCursor = Annotated[
    str | None,
    QueryParameter(max_length=CURSOR_LENGTH_MAX, description="`next_cursor` of the answer before."),
]
FeedLinkCursor = Annotated[
    str | None,
    QueryParameter(max_length=CURSOR_LENGTH_MAX, description="The same as `after`, as other lists call it."),
]
EventTypesAsked = Annotated[
    list[str] | None,
    QueryParameter(
        description='Types and families ("order.*"), separated by commas or given several times.',
    ),
]


class EventController(Controller):
    path = "/events"
    tags = ("Events",)

    @get(
        operation_id="listEvents",
        summary="Everything that happened, in one order without gaps",
        responses={422: ResponseSpec(Problem, description="The cursor or a type is not valid.")},
    )
    @inject
    async def list_events(
        self,
        read: FromDishka[ReadEventsHandler],
        after: FeedCursor = None,
        types: EventTypesAsked = None,
        limit: PageSize = PAGE_SIZE,
        cursor: FeedLinkCursor = None,
    ) -> IntegrationEventPage:
        asked = tuple(name.strip() for given in types or () for name in given.split(",") if name.strip())
        page = await read(FeedRequest(after=after or cursor, types=asked, size=limit))
        return IntegrationEventPage(
            items=[event_resource(event) for event in page.items], next_cursor=page.next_cursor
        )
