"""What the groups of operations are about, by the names that the controllers give them."""

from typing import Final

TAGS: Final[dict[str, str]] = {
    "API clients": "Machines that may use the integration API, and their keys.",
    "Access": "Tokens for API keys.",
    "Account": "A dealer's current account: balance, statement, ageing and journal.",
    "Accounts": "Invoices and movements of dealers' accounts, as the ERP has them.",
    "Acting for a dealer": "Staff who work for a dealer, with the dealer's rows alone.",
    "Addresses": "Where a dealer's orders go.",
    "Approvals": "Orders that wait for a person, the rules that ask for one, and decisions.",
    "Audit": "Who did what.",
    "Cart": "What a person is about to order, at today's prices.",
    "Catalogue": "Products, brands, categories and product types.",
    "Customers": "Dealers.",
    "Events": "Everything that happened, in one order without gaps.",
    "Health": "Whether the program runs and can serve; open to everybody.",
    "Invoices": "What the ERP invoiced.",
    "Jobs": "Pushes that are kept and written later, and how far they are.",
    "Me": "Whoever is signed in.",
    "Orders": "What dealers bought, and what became of it.",
    "Prices": "List, tier and dealer prices with quantity breaks, the dealers' tiers, and campaigns.",
    "Receipts": "What was pushed, what became of it, and which items were refused.",
    "Reconciliation": "What the ERP holds and what is here, compared by totals and then item by item.",
    "Roles": "What people may do, by the roles that they have.",
    "Saved lists": "Lists of products to order again, private or shared in the company.",
    "Settings": "What the distributor decided, and the defaults.",
    "Signing in": "Tokens, and the end of a session.",
    "Stock": "Warehouses, and what is on hand.",
    "Users": "People of the distributor and of the dealers.",
    "Webhooks": "Endpoints that are told of events, their deliveries, and replays.",
}
