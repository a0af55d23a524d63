-- The ledger of missed steps: what was missed, who was told when, and how it ended.
create table escalation (
    id                  char(36) character set ascii collate ascii_bin not null,
    deadline_id         char(36) character set ascii collate ascii_bin not null,
    round               int          not null comment '1, and one more each time the same deadline is missed anew after it was moved or stopped',
    subject_id          char(36) character set ascii collate ascii_bin not null,
    episode_id          char(36) character set ascii collate ascii_bin not null,
    patient_id          char(36) character set ascii collate ascii_bin,
    organization_id     varchar(64)  not null,
    team_id             varchar(64)  not null,
    rule                varchar(64)  not null,
    step_title          varchar(200) not null comment 'the element''s label; never patient data',
    step_class          varchar(14)  not null,
    risk_tier           varchar(10),
    work_by             datetime(6)  not null,
    due                 datetime(6)  not null,
    missed_in           varchar(64) comment 'process instance of the missed step',
    missed_scope        varchar(64) comment 'its execution',
    state               varchar(12)  not null comment 'RAISED, ACKNOWLEDGED, TAKEN_OVER, RESOLVED or STOOD_DOWN',
    level               int          not null comment 'the current rung; 0 before the first',
    raised_at           datetime(6)  not null,
    next_rung_at        datetime(6) comment 'when the ladder climbs unless somebody answers',
    acknowledged_by     varchar(64),
    acknowledged_at     datetime(6),
    process_instance_id varchar(64),
    closed_at           datetime(6),
    closed_by           varchar(64),
    closed_reason       varchar(40) comment 'a code',
    version             int          not null,
    -- null does not collide: any number of closed rows, one that is open
    still_open          tinyint generated always as (if(closed_at is null, 1, null)) stored,
    primary key (id),
    constraint uq_escalation_round unique (deadline_id, round),
    constraint uq_escalation_still_open unique (deadline_id, still_open),
    constraint ck_escalation_closed check ((state in ('RESOLVED', 'STOOD_DOWN')) = (closed_at is not null))
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_escalation_team on escalation (team_id, still_open, raised_at);
create index idx_escalation_episode on escalation (episode_id, raised_at);

-- One row for each rung that was reached: level 0 reminds whoever has the step, the others come from escalation-ladder.
create table escalation_rung (
    escalation_id   char(36) character set ascii collate ascii_bin not null,
    level           int         not null,
    role            varchar(40) not null comment 'who is asked',
    ladder_role     varchar(40) not null comment 'who should be, by the table; differs where the team has nobody in that role',
    person_id       varchar(64) comment 'the named person; null only where nobody at all was found, which is an alarm',
    ladder_rule     varchar(64) not null,
    answer_minutes  int         not null comment 'how long it is waited for an answer; 0 for the reminder',
    last_rung       boolean     not null,
    reached_at      datetime(6) not null,
    tell_at         datetime(6) not null comment 'later than reached_at where the rung waits for staffed hours',
    notified_at     datetime(6),
    acknowledged_by varchar(64),
    acknowledged_at datetime(6),
    primary key (escalation_id, level),
    constraint fk_escalation_rung_escalation foreign key (escalation_id) references escalation (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

-- Everybody told on a rung: the named person, or all of a role when nobody of it is on duty.
create table escalation_told (
    escalation_id char(36) character set ascii collate ascii_bin not null,
    level         int         not null,
    person_id     varchar(64) not null,
    primary key (escalation_id, level, person_id),
    constraint fk_escalation_told_rung foreign key (escalation_id, level) references escalation_rung (escalation_id, level)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
