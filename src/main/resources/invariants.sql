-- What must hold whenever no transaction is open. Each query below has a name and returns the rows that break it: none,
-- if all is well. It takes one parameter at most, :now, the business clock's time in UTC.
-- I7 (receivers' side), I9 (the sealed trail) and I11 (no patient data in the engine) need more than SQL; see the tests.

-- name: I1 a message comes to one end within five minutes
select id, state, received_at from inbox_message
where state = 'RECEIVED' and received_at < date_sub(:now, interval 5 minute)
  and next_attempt_at < date_sub(:now, interval 5 minute);

-- name: I1 the end of a message is the one that its row tells
select m.id, m.state from inbox_message m
left join inbox_message first on first.id = m.duplicate_of
where m.state not in ('RECEIVED', 'APPLIED', 'DUPLICATE', 'REFUSED', 'QUARANTINED')
   or (m.state = 'APPLIED' and m.applied_at is null)
   or (m.state = 'RECEIVED' and m.applied_at is not null)
   or (m.state = 'DUPLICATE' and (first.id is null or first.id = m.id))
   or (m.state = 'QUARANTINED' and (m.quarantine_reason is null or m.quarantined_at is null));

-- name: I2 every discharge that was told has one decision in force
select f.source_facility, f.visit_number, count(distinct d.id) as decisions from visit_fact f
left join disposition_decision d
  on d.source_facility = f.source_facility and d.visit_number = f.visit_number and d.in_force = 1
where f.type = 'DISCHARGED'
group by f.source_facility, f.visit_number
having count(distinct d.id) <> 1;

-- name: I2 a decision to start or to watch has its episode
select d.id, d.decision, d.episode_id from disposition_decision d
left join episode e
  on e.id = d.episode_id and e.source_facility = d.source_facility and e.visit_number = d.visit_number
where d.in_force = 1 and d.decision in ('START', 'WATCH') and e.id is null;

-- name: I2 an episode that goes on has a decision in force that lets it
select e.id, e.stage, d.decision from episode e
left join disposition_decision d
  on d.source_facility = e.source_facility and d.visit_number = e.visit_number and d.in_force = 1
where e.stage <> 'ENDED' and (d.id is null or d.decision = 'NONE');

-- name: I3 an episode that goes on has its running instance
select e.id, e.stage, e.process_instance_id from episode e
left join ACT_RU_EXECUTION x
  on x.ID_ = e.process_instance_id and x.PARENT_ID_ is null and x.SUPER_EXEC_ is null
 and x.BUSINESS_KEY_ = e.id and x.PROC_DEF_ID_ like 'transition-of-care:%'
where e.stage <> 'ENDED' and x.ID_ is null;

-- name: I3 a running transition is one episode's
select x.ID_, x.BUSINESS_KEY_, count(e.id) as episodes from ACT_RU_EXECUTION x
left join episode e on e.process_instance_id = x.ID_
where x.PARENT_ID_ is null and x.SUPER_EXEC_ is null and x.PROC_DEF_ID_ like 'transition-of-care:%'
group by x.ID_, x.BUSINESS_KEY_
having count(e.id) <> 1;

-- name: I3 two instances never carry out one episode
select x.BUSINESS_KEY_, count(*) as instances from ACT_RU_EXECUTION x
where x.PARENT_ID_ is null and x.SUPER_EXEC_ is null
group by x.BUSINESS_KEY_
having count(*) > 1;

-- name: I3 an open escalation has its running ladder
select s.id, s.process_instance_id from escalation s
left join ACT_RU_EXECUTION x
  on x.ID_ = s.process_instance_id and x.PARENT_ID_ is null and x.BUSINESS_KEY_ = s.id
where s.still_open = 1 and x.ID_ is null;

-- name: I3 a running ladder is one open escalation's
select x.ID_, x.BUSINESS_KEY_ from ACT_RU_EXECUTION x
left join escalation s on s.process_instance_id = x.ID_ and s.still_open = 1
where x.PARENT_ID_ is null and x.PROC_DEF_ID_ like 'escalation:%' and s.id is null;

-- name: I4 an instance that ended leaves a finished episode
select e.id, e.stage, h.END_TIME_ from episode e
join ACT_HI_PROCINST h on h.ID_ = e.process_instance_id
where h.END_TIME_ is not null and e.stage <> 'ENDED';

-- name: I4 what has ended says how and when, and nothing else does
select id, stage, outcome, ended_at from episode
where (stage = 'ENDED') <> (outcome is not null) or (stage = 'ENDED') <> (ended_at is not null);

-- name: I4 only a finished episode has a successor
select e.id, e.stage, e.successor_id from episode e
left join episode s on s.id = e.successor_id
where e.successor_id is not null and (e.stage <> 'ENDED' or s.id is null);

-- name: I4 after the end there is nothing to do but to call off what was promised
select e.id, w.task_id, w.element_id from episode e
join work_item w on w.episode_id = e.id
where e.stage = 'ENDED' and e.assessed_stage = 'ENDED'
  and w.process_key <> 'escalation' and w.element_id <> 'Task_CallOffPromises';

-- name: I5 no episode stalls in silence
select e.id, e.stage, e.process_instance_id from episode e
where e.stage not in ('ENDED', 'PARKED') and e.process_instance_id is not null
  and not exists (select 1 from ACT_RU_EXECUTION x join ACT_RU_TASK t on t.PROC_INST_ID_ = x.ID_
                  where x.ROOT_PROC_INST_ID_ = e.process_instance_id)
  and not exists (select 1 from ACT_RU_EXECUTION x join ACT_RU_JOB j on j.PROCESS_INSTANCE_ID_ = x.ID_
                  where x.ROOT_PROC_INST_ID_ = e.process_instance_id and j.RETRIES_ > 0)
  and not exists (select 1 from ACT_RU_EXECUTION x join ACT_RU_INCIDENT i on i.PROC_INST_ID_ = x.ID_
                  where x.ROOT_PROC_INST_ID_ = e.process_instance_id);

-- name: I5 what is still to be decided about a medicine has its task
select i.id, i.status from medication_item i
join medication_reconciliation r on r.id = i.reconciliation_id
join episode e on e.id = i.episode_id
where i.status in ('OPEN', 'ASKED') and r.concluded_at is null and e.stage = 'ACTIVE' and e.assessed_stage = 'ACTIVE'
  and not exists (select 1 from work_item w where w.subject_id = i.id);

-- name: I5 a referral that is followed has its task
select l.id, l.process_instance_id from referral_loop l
join duty d on d.id = l.id
join episode e on e.id = l.episode_id
where l.closed_at is null and d.status = 'OPEN' and d.taken_up = 1 and e.stage = 'ACTIVE' and e.assessed_stage = 'ACTIVE'
  and not exists (select 1 from work_item w where w.subject_id = l.id);

-- name: a referral's loop and its duty end together, with a reason
select l.id, l.closing, d.status from referral_loop l
join duty d on d.id = l.id
where (l.closed_at is null) <> (l.closing is null) or (l.closed_at is null) <> (d.status = 'OPEN');

-- name: a referral stands where its last move led, and each move begins where the one before ended
select r.id, r.state, r.moves, count(t.id) as kept from referral r
left join referral_transition t on t.referral_id = r.id
left join referral_transition b on b.referral_id = r.id and b.seq = t.seq - 1
group by r.id, r.state, r.moves
having count(t.id) <> r.moves
    or coalesce(max(case when t.seq = r.moves then t.to_state end), 'DRAFT') <> r.state
    or sum(case when t.from_state <> coalesce(b.to_state, 'DRAFT') then 1 else 0 end) > 0;

-- name: I6 a missed deadline is escalated
select d.id, d.rule, d.missed_at from deadline d
left join escalation own on own.id = d.subject_id
left join escalation s on s.deadline_id = d.id
where d.missed_at is not null and own.id is null and s.id is null;

-- name: I6 an escalation has one rung for each level that it reached
select s.id, s.level, count(r.level) as rungs, max(r.level) as highest from escalation s
left join escalation_rung r on r.escalation_id = s.id and r.level > 0
group by s.id, s.level
having s.level <> count(r.level) or s.level <> coalesce(max(r.level), 0);

-- name: I6 nobody is escalated to over a step that is settled
select s.id, d.id as deadline_id, d.state from escalation s
left join deadline d on d.id = s.deadline_id
where s.still_open = 1 and (d.id is null or d.closed_at is not null);

-- name: I6 a rung that was reached told somebody
select r.escalation_id, r.level from escalation_rung r
left join escalation_told t on t.escalation_id = r.escalation_id and t.level = r.level
where r.notified_at is not null and r.person_id is not null and t.person_id is null;

-- name: I7 what cannot be delivered is an alarm
select n.id, n.state, n.attempts, n.failure from notification n
where n.state = 'FAILED'
  and not exists (select 1 from alarm a where a.kind = 'NOTIFICATION_GIVEN_UP' and a.object_id = n.message_id);

-- name: I8 nothing of an episode belongs to another team
select 'work_item' as what, w.task_id as id, w.team_id, e.team_id as owner from work_item w
join episode e on e.id = w.episode_id
where w.process_key <> 'escalation' and (w.team_id <> e.team_id or w.organization_id <> e.organization_id)
union all
select 'deadline', d.id, d.team_id, e.team_id from deadline d
join episode e on e.id = d.episode_id
where d.closed_at is null and d.state <> 'STOPPED' and d.team_id <> e.team_id
union all
select 'escalation', s.id, s.team_id, e.team_id from escalation s
join episode e on e.id = s.episode_id
where s.still_open = 1 and (s.team_id <> e.team_id or s.organization_id <> e.organization_id)
union all
select 'referral_loop', l.id, l.team_id, e.team_id from referral_loop l
join episode e on e.id = l.episode_id
where l.closed_at is null and l.team_id <> e.team_id;

-- name: I8 a team's rows carry the team's organization
select 'work_item' as what, w.task_id as id, w.organization_id from work_item w
left join team t on t.id = w.team_id
where t.id is null or t.organization_id <> w.organization_id
union all
select 'episode', e.id, e.organization_id from episode e
left join team t on t.id = e.team_id
where t.id is null or t.organization_id <> e.organization_id
union all
select 'escalation', s.id, s.organization_id from escalation s
left join team t on t.id = s.team_id
where t.id is null or t.organization_id <> s.organization_id;

-- name: I8 the engine's wall is the owning team's
select t.ID_, t.TENANT_ID_, w.team_id from ACT_RU_TASK t
join work_item w on w.task_id = t.ID_
where t.TENANT_ID_ is null or t.TENANT_ID_ <> w.team_id;

-- name: I10 no job is held by a node that is gone
select ID_, LOCK_OWNER_, LOCK_EXP_TIME_ from ACT_RU_JOB
where LOCK_OWNER_ is not null and LOCK_EXP_TIME_ < date_sub(:now, interval 60 second);

-- name: I10 a job without retries is an incident
select j.ID_, j.PROCESS_INSTANCE_ID_ from ACT_RU_JOB j
left join ACT_RU_INCIDENT i on i.CONFIGURATION_ = j.ID_
where j.RETRIES_ <= 0 and i.ID_ is null;

-- name: worklist: every open task is on it
select t.ID_, t.TASK_DEF_KEY_ from ACT_RU_TASK t
left join work_item w on w.task_id = t.ID_
where w.task_id is null;

-- name: worklist: nothing is on it that is done
select w.task_id, w.element_id from work_item w
left join ACT_RU_TASK t on t.ID_ = w.task_id
where t.ID_ is null;

-- name: worklist: it says what the engine says
select w.task_id, w.work_by, t.DUE_DATE_, w.assignee, t.ASSIGNEE_ from work_item w
join ACT_RU_TASK t on t.ID_ = w.task_id
where t.DUE_DATE_ is null or w.work_by <> t.DUE_DATE_
   or coalesce(w.assignee, '') <> coalesce(t.ASSIGNEE_, '')
   or w.element_id <> t.TASK_DEF_KEY_ or w.process_instance_id <> t.PROC_INST_ID_;
