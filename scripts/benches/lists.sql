create temp table firm as
select n, party, search_text(null::text, party->>'name', party->>'credit_code', party->>'address')
from generate_series(0, 19999) as n, lateral (select jsonb_build_object(
    'kind', 'organisation',
    'name', '厦门' || (array['宏达', '新海', '鹭江', '同安', '海沧', '集美', '翔安', '湖里', '东孚',
        '前埔', '筼筜', '五缘', '杏林', '灌口', '马巷', '鑫源', '恒泰', '金龙', '永昌', '顺发'])[1 + n % 20]
        || (array['化工', '印染', '电镀', '食品', '建材', '船舶', '养殖', '机械', '纺织', '塑胶'])[1 + n / 20 % 10]
        || n || '有限公司',
    'credit_code', '9135020' || lpad(n::text, 11, '0'),
    'legal_representative', null,
    'address', '厦门市思明区湖滨南路' || n % 900 || '号') as party) as made;
create temp table firm_tokens as select n, party, search_text, search_tokens(search_text) as search from firm;
create unique index on firm_tokens (n);
create temp table bureau as select row_number() over (order by division_code) - 1 as n, id from authority;
create temp table officer as
select n, ('01890000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(0, 399) as n;
drop index ix_penalty_case_search, ix_penalty_case_investigator_ids, ix_penalty_case_proposed_at_filed_on,
    ix_penalty_case_state, ix_penalty_case_authority_id_state, ix_penalty_case_violation_code,
    ix_penalty_case_days_to_filing;
insert into penalty_case (
    id, authority_id, number, state, revision, procedure_version, lead_id, inspection_ids, violation_code, party,
    investigator_ids, act_ended_on, reasons, proposed_by_id, proposed_at, creation_digest, filed_on, fine_fen,
    search_text, search)
select ('01890000-0000-7000-a000-' || lpad(i::text, 12, '0'))::uuid, bureau.id, number,
    case when i % 5 < 4 then 'archived' when i % 50 = 4 then 'hearing'
        else (array['investigating', 'defence', 'executing', 'serving', 'closed'])[1 + i / 5 % 5] end,
    9, 2, gen_random_uuid(), '{}',
    (array['outfall_setting', 'discharge_above_standard', 'discharge_above_standard', 'monitoring_equipment_damage'])[1 + i / 7 % 4],
    firm.party, array[officer.id], filed_on - 20, '有初步证据证明存在违法行为', officer.id,
    filed_on + time '09:00' - interval '5 days', 'x', filed_on, 2900000,
    number || E'\n' || firm.search_text,
    firm.search || array_to_tsvector(array[
        '闽厦', '厦环', '环立', '立〔', '〔', extract(year from filed_on)::text, '〕', i::text, '号'])
from generate_series(1, current_setting('bench.cases')::int) as i
join firm_tokens as firm on firm.n = i::bigint * 7919 % 20000
join bureau on bureau.n = i % 7
join officer on officer.n = i % 400,
    lateral (select date '2019-01-01' + (i::bigint * 2880 / current_setting('bench.cases')::int)::int as filed_on) as day,
    lateral (select '闽厦环立〔' || extract(year from filed_on) || '〕' || i || '号' as number) as numbered;
create index ix_penalty_case_search on penalty_case using gin (search);
create index ix_penalty_case_investigator_ids on penalty_case using gin (investigator_ids);
create index ix_penalty_case_proposed_at_filed_on on penalty_case (proposed_at, id) include (authority_id, filed_on);
create index ix_penalty_case_state on penalty_case (state, proposed_at, id);
create index ix_penalty_case_authority_id_state on penalty_case (authority_id, state, proposed_at, id);
create index ix_penalty_case_violation_code on penalty_case (violation_code, proposed_at, id);
create index ix_penalty_case_days_to_filing on penalty_case
    ((filed_on - (proposed_at at time zone 'Asia/Shanghai')::date));
insert into deadline (
    id, authority_id, subject_kind, subject_id, subject_number, code, basis, started_on, days, unit, due_on, status,
    provisional, is_waiting_period, responsible_role, created_at)
select gen_random_uuid(), authority_id, 'case', id, number, 'decide', '《生态环境行政处罚办法》第五十七条',
    current_date - 60, 90, 'calendar',
    current_date + case when right(id::text, 3) = '004' then -3 else 30 end, 'open',
    false, false, 'officer', now()
from penalty_case where state not in ('archived', 'closed');
vacuum analyze penalty_case;
vacuum analyze deadline
