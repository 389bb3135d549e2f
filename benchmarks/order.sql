-- Placing an order of five lines as the database sees it: the statements that the portal executes, each written
-- for the whole set. Held against PlaceOrderHandler. `bench_dealers` and `bench_products` number the dealers and
-- products, so that pgbench can draw them; :dealers, :products and :tenant are given on its command line.
\set d random(1, :dealers)
\set p random(1, :products - 4)
begin;
select customer_id, address_id, account_id, user_id, uuidv7() as order_id, uuidv7() as key,
  enter_tenant(:tenant, customer_id::text, user_id::text, session_id::text, 1, null) as verdict
from bench_dealers where n = :d \gset
select result, expires_at from idempotency_keys where caller = :user_id and key = :key;
select c.code, c.title, c.currency, c.tier_id, a.* from customers c
join customer_addresses a on a.customer_id = c.id where c.id = :customer_id::uuid and not a.is_deleted;
select p.id, p.sku, p.name, p.unit, p.vat_rate, r.level, r.min_quantity, r.unit_price
from bench_products b join products p on p.id = b.product_id
join prices r on r.product_id = p.id and not r.is_deleted and r.currency = 'TRY' and r.min_quantity <= 1
  and r.audience_id in ('00000000-0000-0000-0000-000000000000', :customer_id::uuid,
    (select tier_id from customers where id = :customer_id::uuid))
  and (r.valid_from is null or r.valid_from <= current_date) and (r.valid_to is null or r.valid_to >= current_date)
where b.n between :p and :p + 4;
select id, credit_limit, balance, held from accounts where customer_id = :customer_id::uuid and currency = 'TRY'
for update;
select s.product_id, s.warehouse_id, s.on_hand, s.reserved from bench_products b
join products p on p.id = b.product_id join stock_levels s on s.product_id = b.product_id
join warehouses w on w.id = s.warehouse_id
where b.n between :p and :p + 4 order by p.sku, w.code for update of s;
select name, value from settings;
select id, conditions, steps from approval_rules where is_active and not is_deleted;
select next_number('order') as number \gset
insert into orders (id, number, customer_id, customer_code, customer_title, placed_by, source, status, currency, net,
  tax, gross, payment_method, shipping_address, billing_address, placed_at, approved_at, content_hash, sequence)
values (:order_id::uuid, 'BCH-' || :number, :customer_id::uuid, 'D-0000', 'Bench', :user_id::uuid, 'lines',
  'approved', 'TRY', 500, 100, 600, 'open_account', '{"title": "Merkez", "line1": "Atatürk Cad. No: 1"}',
  '{"title": "Merkez", "line1": "Atatürk Cad. No: 1"}', now(), now(), repeat('0', 64), 2);
insert into order_lines (id, customer_id, order_id, line_number, product_id, sku, name, unit, quantity, unit_price,
  list_price, price_level, currency, tax_rate, net, tax, gross, status, allocated_quantity)
select uuidv7(), :customer_id::uuid, :order_id::uuid, b.n - :p + 1, p.id, p.sku, p.name, p.unit, 1, 100, 100, 'list',
  'TRY', 20, 100, 20, 120, 'approved', 1
from bench_products b join products p on p.id = b.product_id where b.n between :p and :p + 4;
insert into order_status_changes (id, customer_id, order_id, sequence, from_status, to_status, by, at)
values (uuidv7(), :customer_id::uuid, :order_id::uuid, 1, null, 'draft', :user_id::uuid, now()),
  (uuidv7(), :customer_id::uuid, :order_id::uuid, 2, 'draft', 'approved', :user_id::uuid, now());
insert into credit_holds (id, customer_id, account_id, order_id, amount, currency, state, placed_at)
values (uuidv7(), :customer_id::uuid, :account_id::uuid, :order_id::uuid, 600, 'TRY', 'held', now());
update accounts set held = held + 600, version = version + 1 where id = :account_id::uuid;
insert into stock_reservations (id, customer_id, order_id, order_line_id, product_id, warehouse_id, quantity)
select uuidv7(), l.customer_id, l.order_id, l.id, l.product_id, w.id, 1
from order_lines l join warehouses w on w.code = 'IST' where l.order_id = :order_id::uuid;
update stock_levels s set reserved = reserved + 1 from bench_products b, warehouses w
where b.n between :p and :p + 4 and w.code = 'IST' and s.product_id = b.product_id and s.warehouse_id = w.id;
insert into outbox (id, customer_id, type, aggregate_id, sequence, payload, occurred_at)
select uuidv7(), :customer_id::uuid, type, :order_id::uuid, place, jsonb_build_object('document', repeat('x', 3000)),
  now() from (values ('order.created', 1), ('order.approved', 2)) event (type, place);
insert into idempotency_keys (id, caller, key, request_hash, result, expires_at)
values (uuidv7(), :user_id, :key, sha256(:key::bytea), '{"number": "BCH", "status": "approved"}',
  now() + interval '24 hours');
insert into audit_log (id, at, actor_id, actor_kind, customer_id, action, entity, entity_id, after, ip)
values (uuidv7(), now(), :user_id::uuid, 'dealer', :customer_id::uuid, 'order.placed', 'order', :number,
  '{"gross": "600.00 TRY", "status": "approved"}', '127.0.0.1');
commit;
