"""The offers of campaigns, as the database finds them for many products at once."""

# `offers` of a product: an array of [campaign, name, external id, priority, last day, discount left, uses
# left, rule, scope, percent, cap, amount off, smallest quantity]; decimals as texts. Nothing is joined where
# no campaign runs.
CAMPAIGN_OFFERS = """
create function campaign_offers(
    p_products uuid[], p_customer uuid, p_tier uuid, p_currency text, p_on date
) returns table (product_id uuid, offers jsonb) language plpgsql stable rows 50 as $$
begin
    if not exists (
        select from campaigns c
         where c.is_released and c.paused_by is null and c.cancelled_at is null and not c.is_deleted
           and c.starts_on <= p_on and (c.ends_on is null or c.ends_on >= p_on)
    ) then
        return;
    end if;
    return query
    with recursive running as materialized (
        select c.id as campaign_id, r.id as rule_id, r.scope, c.priority,
               jsonb_build_array(
                   c.id, c.name, c.external_id, c.priority, c.ends_on,
                   least(c.discount_limit - c.discount_given,
                         c.dealer_discount_limit - coalesce(d.discount_given, 0))::text,
                   least(c.use_limit - c.uses, c.dealer_use_limit - coalesce(d.uses, 0)),
                   r.id, r.scope, r.percent::text, r.cap::text, r.amount_off::text, r.min_quantity
               ) as offer
          from campaigns c
          join campaign_rules r on r.campaign_id = c.id
          left join campaign_dealers d on d.campaign_id = c.id and d.customer_id = p_customer
         where c.is_released and c.paused_by is null and c.cancelled_at is null and not c.is_deleted
           and c.starts_on <= p_on and (c.ends_on is null or c.ends_on >= p_on)
           and c.currency = p_currency
           and coalesce(c.dealer_discount_limit > coalesce(d.discount_given, 0), true)
           and coalesce(c.dealer_use_limit > coalesce(d.uses, 0), true)
           and exists (
               select from campaign_audiences a
                where a.rule_id = r.id
                  and a.audience_id in ('00000000-0000-0000-0000-000000000000', p_tier, p_customer)
           )
    ), branches as (
        select t.target_id as root, t.target_id as category_id
          from running o join campaign_targets t on t.rule_id = o.rule_id where o.scope = 'category'
        union
        select b.root, c.id from branches b join categories c on c.parent_id = b.category_id
         where not c.is_deleted
    ), places as (
        select '00000000-0000-0000-0000-000000000000'::uuid as target_id, x.id
          from unnest(p_products) as x (id)
        union all
        select x.id, x.id from unnest(p_products) as x (id)
        union all
        select p.brand_id, p.id from products p where p.id = any(p_products) and p.brand_id is not null
        union
        select b.root, pc.product_id from product_categories pc
          join branches b on b.category_id = pc.category_id where pc.product_id = any(p_products)
    )
    select p.id, jsonb_agg(o.offer order by o.priority desc, o.campaign_id, o.rule_id)
      from places p
      join campaign_targets t on t.target_id = p.target_id
      join running o on o.rule_id = t.rule_id
     group by p.id;
end
$$
"""
