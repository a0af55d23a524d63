-- When teams work, and the deadlines computed from it. The team '*' is the site: its rows hold for every team
-- that has none of its own (hours, calling window, calendar) or are joined with the team's (holidays, exceptions).
create table team_calendar (
    team_id        varchar(64) not null,
    weekend        varchar(70) not null comment 'days of the week, for example SATURDAY,SUNDAY',
    holiday_base   varchar(20) not null comment 'NONE or US_FEDERAL',
    works_holidays boolean     not null comment 'staffed on holidays as on any other day',
    primary key (team_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table team_staffed_hours (
    team_id     varchar(64) not null,
    day_of_week varchar(9)  not null,
    from_time   time        not null,
    to_time     time        not null comment 'at or before from_time: on the next day',
    primary key (team_id, day_of_week, from_time)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table team_calendar_exception (
    team_id   varchar(64)  not null,
    on_date   date         not null,
    position  smallint     not null comment 'a date may have several stretches',
    from_time time comment 'null with to_time: nobody is there that day',
    to_time   time,
    name      varchar(200) not null,
    primary key (team_id, on_date, position)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table team_holiday (
    team_id varchar(64)  not null,
    on_date date         not null,
    effect  varchar(7)   not null comment 'ADDED or REMOVED, against the base',
    name    varchar(200) not null,
    primary key (team_id, on_date)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table calling_window (
    team_id  varchar(64)  not null,
    opens    time         not null comment 'on the wall clock of the patient',
    closes   time         not null,
    source   varchar(400) not null,
    verified boolean      not null,
    primary key (team_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table roster (
    id        char(36) character set ascii collate ascii_bin not null,
    team_id   varchar(64) not null,
    role      varchar(40) not null,
    person_id varchar(64) not null,
    duty      varchar(7)  not null comment 'ON_DUTY or ON_CALL',
    from_at   datetime(6) not null,
    to_at     datetime(6) not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_roster_team on roster (team_id, role, to_at);
create index idx_roster_person on roster (person_id, to_at);

create table deadline (
    id                  char(36) character set ascii collate ascii_bin not null,
    subject_id          char(36) character set ascii collate ascii_bin not null,
    rule                varchar(64)   not null,
    episode_id          char(36) character set ascii collate ascii_bin not null,
    team_id             varchar(64)   not null,
    process_instance_id varchar(64),
    execution_id        varchar(64) comment 'the scope that waits on it',
    anchor              varchar(40)   not null,
    amount              int           not null,
    unit                varchar(13)   not null,
    end_of_day          boolean       not null,
    anchor_day          smallint      not null,
    in_calling_window   boolean       not null,
    room_seconds        int           not null,
    step_class          varchar(14)   not null,
    kind                varchar(7)    not null,
    rule_source         varchar(400)  not null,
    verified            boolean       not null,
    decision_version    varchar(100)  not null,
    patient_zone        varchar(64)   not null,
    anchor_at           datetime(6)   not null,
    due                 datetime(6)   not null,
    work_by             datetime(6)   not null,
    reason              varchar(1000) not null,
    state               varchar(7)    not null comment 'OPEN, STOPPED, MET or VOID',
    opened_at           datetime(6)   not null,
    missed_at           datetime(6) comment 'when work_by passed with the step open',
    stopped_at          datetime(6),
    stopped_reason      varchar(400),
    met_at              datetime(6),
    closed_at           datetime(6),
    closed_reason       varchar(400),
    version             int           not null,
    -- null does not collide: any number of closed rows, one that is open or stopped
    still_open          tinyint generated always as (if(closed_at is null, 1, null)) stored,
    primary key (id),
    constraint uq_deadline_still_open unique (subject_id, rule, still_open),
    constraint ck_deadline_closed check ((state in ('MET', 'VOID')) = (closed_at is not null))
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_deadline_overdue on deadline (state, missed_at, work_by);
create index idx_deadline_episode on deadline (episode_id, anchor);
create index idx_deadline_execution on deadline (execution_id);
create index idx_deadline_process_instance on deadline (process_instance_id);
create index idx_deadline_team on deadline (team_id, state);

create table deadline_move (
    id             char(36) character set ascii collate ascii_bin not null,
    deadline_id    char(36) character set ascii collate ascii_bin not null,
    moved_at       datetime(6)  not null,
    from_anchor_at datetime(6)  not null,
    to_anchor_at   datetime(6)  not null,
    from_due       datetime(6)  not null,
    to_due         datetime(6)  not null,
    from_work_by   datetime(6)  not null,
    to_work_by     datetime(6)  not null,
    timer_moved    boolean      not null comment 'false: no engine timer waits for it, the sweep does',
    reason         varchar(400) not null,
    primary key (id),
    constraint fk_deadline_move_deadline foreign key (deadline_id) references deadline (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table business_clock (
    id            tinyint     not null,
    offset_millis bigint      not null comment '0 in production, where a shifted clock refuses to start',
    shifted_at    datetime(6) not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

-- Where a site starts from. None of these hours comes from a source: they are for the site to set.
insert into team_calendar values ('*', 'SATURDAY,SUNDAY', 'US_FEDERAL', false);
insert into team_staffed_hours values
    ('*', 'MONDAY', '08:00', '17:00'),
    ('*', 'TUESDAY', '08:00', '17:00'),
    ('*', 'WEDNESDAY', '08:00', '17:00'),
    ('*', 'THURSDAY', '08:00', '17:00'),
    ('*', 'FRIDAY', '08:00', '17:00');
insert into calling_window values ('*', '08:00', '20:00', 'Default of the product, not from a source', false);
insert into business_clock values (1, 0, utc_timestamp(6));
