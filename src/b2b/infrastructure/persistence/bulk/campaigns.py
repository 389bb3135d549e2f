"""Campaigns with their rules; what they have given counts on through every push."""

from collections.abc import Iterator, Sequence
from typing import Final, LiteralString

from b2b.application.integration.items.campaigns import CampaignItem, CampaignRuleItem, rule_faults
from b2b.application.integration.ports import AnyItem
from b2b.domain.shared.errors import Fault
from b2b.infrastructure.persistence.bulk.convert import DATE, NUMBER, boolean, json_text
from b2b.infrastructure.persistence.bulk.names import BRANDS, CATEGORIES, CUSTOMERS, PRODUCTS, TIERS
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule, Target, column

_TODAY: Final[LiteralString] = "(now() at time zone 'Europe/Istanbul')::date"
_RUNS: Final[LiteralString] = (
    "exists (select from campaigns c where c.id = m.id and c.is_released and c.paused_by is null"
    " and c.cancelled_at is null and not c.is_deleted and c.starts_on <= {today}"
    " and coalesce(c.ends_on >= {today}, true))"
).replace("{today}", _TODAY)
# The bit of `rules`, the first column: the item has them; and they are not what is stored.
_NEW_RULES: Final[LiteralString] = (
    "(w.given & 1) <> 0 and not w.is_delete and (w.is_new or w.rules is distinct from w.old_rules)"
)
# Rules with what they are about and for whom, each by the name that the item has for it.
_TARGETS: Final[LiteralString] = f"""
    select b.*, p.id as product_id, r.id as brand_id, c.id as category_id from bulk_targets b
      left join ({PRODUCTS}) p on b.scope = 'product' and p.name = b.name
      left join ({BRANDS}) r on b.scope = 'brand' and r.name = b.name
      left join ({CATEGORIES}) c on b.scope = 'category' and c.name = b.name
"""  # noqa: S608 only constants are put in
_AUDIENCES: Final[LiteralString] = f"""
    select b.*, t.id as tier_id, c.id as customer_id from bulk_audiences b
      left join ({TIERS}) t on b.kind = 'tiers' and t.name = b.name
      left join ({CUSTOMERS}) c on b.kind = 'customers' and c.name = b.name
"""  # noqa: S608 only constants are put in
_PLURAL: Final = {"product": "products", "brand": "brands", "category": "categories"}


_PREPARE: Final[tuple[LiteralString, ...]] = (
    "update bulk_work w set outcome = 'f', fault = 500, place = x.place from ({targets}) x"
    " where x.pos = w.pos and {new_rules} and w.outcome in ('c', 'u') and x.scope <> 'all'"
    " and coalesce(x.product_id, x.brand_id, x.category_id) is null;",
    "update bulk_work w set outcome = 'f', fault = 500, place = x.place from ({audiences}) x"
    " where x.pos = w.pos and {new_rules} and w.outcome in ('c', 'u') and x.kind <> 'all'"
    " and coalesce(x.tier_id, x.customer_id) is null;",
)
_EFFECTS: Final[tuple[LiteralString, ...]] = (
    "delete from campaign_targets t using campaign_rules r, bulk_work w"
    " where t.rule_id = r.id and r.campaign_id = w.id and w.outcome = 'u' and {new_rules};",
    "delete from campaign_audiences t using campaign_rules r, bulk_work w"
    " where t.rule_id = r.id and r.campaign_id = w.id and w.outcome = 'u' and {new_rules};",
    "delete from campaign_rules r using bulk_work w"
    " where r.campaign_id = w.id and w.outcome = 'u' and {new_rules};",
    "insert into campaign_rules (id, campaign_id, position, scope, percent, cap, amount_off,"
    " min_quantity) select b.new_id, w.id, b.at, b.scope, b.percent, b.cap, b.amount_off, b.min_quantity"
    " from bulk_rules b join bulk_work w using (pos) where w.outcome in ('c', 'u') and {new_rules};",
    "insert into campaign_targets (id, rule_id, product_id, brand_id, category_id)"
    " select x.new_id, r.new_id, x.product_id, x.brand_id, x.category_id"
    " from ({targets}) x join bulk_rules r on r.pos = x.pos and r.at = x.rule"
    " join bulk_work w on w.pos = x.pos where w.outcome in ('c', 'u') and {new_rules}"
    " on conflict do nothing;",
    "insert into campaign_audiences (id, rule_id, tier_id, customer_id)"
    " select x.new_id, r.new_id, x.tier_id, x.customer_id"
    " from ({audiences}) x join bulk_rules r on r.pos = x.pos and r.at = x.rule"
    " join bulk_work w on w.pos = x.pos where w.outcome in ('c', 'u') and {new_rules}"
    " on conflict do nothing;",
    # A limit that is new counts what was given before it; one that is reached pauses, one that was raised
    # lets go on what had paused itself.
    "update campaigns c set discount_given = s.discount, uses = s.uses,"
    " paused_by = case when s.reached then coalesce(c.paused_by, 'limit')"
    "  when c.paused_by = 'limit' then null else c.paused_by end,"
    " paused_at = case when s.reached then coalesce(c.paused_at, now())"
    "  when c.paused_by = 'limit' then null else c.paused_at end"
    " from (select w.id, g.discount, g.uses,"
    "   coalesce(g.discount >= w.discount_limit, false) or coalesce(g.uses >= w.use_limit, false)"
    "    as reached"
    "  from bulk_work w cross join lateral ("
    "   select coalesce(sum(d.discount_given), 0) as discount, coalesce(sum(d.uses), 0)::integer as uses"
    "    from campaign_dealers d where d.campaign_id = w.id) g"
    "  where w.outcome in ('c', 'u') and not w.is_delete) s where c.id = s.id;",
)


def _rules(item: AnyItem) -> Sequence[CampaignRuleItem]:
    return item.rules if isinstance(item, CampaignItem) and isinstance(item.rules, list) else ()


def _rule_rows(item: AnyItem) -> Iterator[Sequence[Cell]]:
    for rule in _rules(item):
        yield rule.targets[0], rule.percent, rule.cap, rule.amount_off, str(rule.min_quantity)


def _target_rows(item: AnyItem) -> Iterator[Sequence[Cell]]:
    for place, rule in enumerate(_rules(item)):
        scope, names = rule.targets
        if not names:
            yield str(place), scope, None, None
        for at, name in enumerate(names):
            yield str(place), scope, name, f"/{place}/{_PLURAL[scope]}/{at}"


def _audience_rows(item: AnyItem) -> Iterator[Sequence[Cell]]:
    for place, rule in enumerate(_rules(item)):
        if not rule.tiers and not rule.customers:
            yield str(place), "all", None, None
        for kind, names in (("tiers", rule.tiers), ("customers", rule.customers)):
            for at, name in enumerate(names):
                yield str(place), kind, name, f"/{place}/{kind}/{at}"


def _check(item: AnyItem) -> Fault | None:
    return next(rule_faults(item), None) if isinstance(item, CampaignItem) else None


def _filled(statements: tuple[LiteralString, ...]) -> tuple[LiteralString, ...]:
    return tuple(
        statement.format(targets=_TARGETS, audiences=_AUDIENCES, new_rules=_NEW_RULES)
        for statement in statements
    )


CAMPAIGN_TARGET: Final = Target(
    table="campaigns",
    columns=(
        column("rules", kind="jsonb", convert=json_text, default="'[]'::jsonb"),
        column("name", required=True),
        column("description"),
        column("priority", kind="integer", convert=NUMBER, default="0"),
        column("starts_on", kind="date", convert=DATE, required=True),
        column("ends_on", kind="date", convert=DATE),
        column(
            "currency",
            default="(select c.currency from tenants c"
            " where c.id = nullif(current_setting('app.tenant_id'), '')::uuid)",
        ),
        column("is_released", "released", kind="boolean", convert=boolean, default="true"),
        column("discount_limit", kind="numeric"),
        column("use_limit", kind="integer", convert=NUMBER),
        column("dealer_discount_limit", kind="numeric"),
        column("dealer_use_limit", kind="integer", convert=NUMBER),
    ),
    rules=(
        Rule(
            broken="m.ends_on < m.starts_on",
            code="campaign.dates",
            pointer="/ends_on",
            detail="A campaign does not end before it starts.",
        ),
        Rule(
            broken="m.is_released and m.rules = '[]'::jsonb",
            code="campaign.without_rules",
            pointer="/rules",
            detail="A campaign needs a rule to start.",
        ),
        Rule(
            broken="least(m.discount_limit, m.dealer_discount_limit) <= 0",
            code="campaign.limit_invalid",
            pointer="/discount_limit",
            detail="A limit is above zero.",
        ),
        Rule(
            broken=f"m.rules is distinct from m.old_rules and {_RUNS}",
            code="campaign.rules_fixed",
            pointer="/rules",
            detail="The rules of a campaign that runs do not change; pause it, or push another.",
        ),
        Rule(
            broken="m.currency <> m.old_currency and exists ("
            "select from campaign_dealers d where d.campaign_id = m.id)",
            code="campaign.currency_in_use",
            pointer="/currency",
            detail="What was given of it is in the present currency.",
        ),
    ),
    versioned=True,
    check=_check,
    # As orders lock them: those with a limit for all dealers first.
    locks=(
        "select from campaigns c where c.external_id in (select external_id from bulk_stage)"
        " order by c.discount_limit is null and c.use_limit is null, c.id for no key update;"
    ),
    parts=(
        Part(
            name="bulk_rules",
            columns=(
                ("scope", "text"),
                ("percent", "numeric"),
                ("cap", "numeric"),
                ("amount_off", "numeric"),
                ("min_quantity", "integer"),
            ),
            rows=_rule_rows,
        ),
        Part(
            name="bulk_targets",
            columns=(("rule", "integer"), ("scope", "text"), ("name", "text"), ("place", "text")),
            rows=_target_rows,
        ),
        Part(
            name="bulk_audiences",
            columns=(("rule", "integer"), ("kind", "text"), ("name", "text"), ("place", "text")),
            rows=_audience_rows,
        ),
    ),
    prepare=_filled(_PREPARE),
    late={
        500: Rule(
            broken="",
            code="reference.unknown",
            pointer="/rules",
            detail="Nothing is known by this name.",
        )
    },
    effects=_filled(_EFFECTS),
    lines_max=500,
)
