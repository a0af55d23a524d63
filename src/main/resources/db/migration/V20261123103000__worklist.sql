-- The read model that My work shows: one row for each open human task, written in the engine's transaction.
create table work_item (
    task_id             varchar(64)  not null,
    process_instance_id varchar(64)  not null,
    execution_id        varchar(64)  not null,
    process_key         varchar(100) not null,
    element_id          varchar(100) not null,
    form                varchar(100),
    title               varchar(200) not null comment 'the element''s label; never patient data',
    why                 varchar(1000) not null comment 'how the deadline comes about, in words; never patient data',
    subject_id          char(36) character set ascii collate ascii_bin not null,
    episode_id          char(36) character set ascii collate ascii_bin,
    patient_id          char(36) character set ascii collate ascii_bin,
    organization_id     varchar(64)  not null,
    team_id             varchar(64)  not null,
    role                varchar(40)  not null,
    assignee            varchar(64),
    work_by             datetime(6)  not null comment 'last staffed time that leaves room to act; order and escalation run on it',
    due                 datetime(6)  not null comment 'what the rule demands',
    risk_tier           varchar(10),
    suspended           boolean      not null default false,
    created_at          datetime(6)  not null,
    primary key (task_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
-- a page reads one range for each (team, role) and one for the person, each already in order
create index idx_work_item_group on work_item (team_id, role, assignee, work_by, task_id);
create index idx_work_item_assignee on work_item (assignee, work_by, task_id);
create index idx_work_item_team on work_item (team_id, work_by, task_id);
create index idx_work_item_episode on work_item (episode_id);
create index idx_work_item_patient on work_item (patient_id);

create table form_draft (
    task_id    varchar(64) not null,
    person_id  varchar(64) not null,
    revision   int         not null,
    data       longtext    not null,
    updated_at datetime(6) not null,
    primary key (task_id, person_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

-- What a person answered, kept as evidence for the transition record.
create table form_submission (
    task_id      varchar(64)  not null,
    form         varchar(100) not null,
    title        varchar(200) not null,
    subject_id   char(36) character set ascii collate ascii_bin not null,
    episode_id   char(36) character set ascii collate ascii_bin,
    team_id      varchar(64)  not null,
    submitted_by varchar(64)  not null,
    submitted_at datetime(6)  not null,
    data         longtext     not null,
    primary key (task_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_form_submission_episode on form_submission (episode_id, submitted_at);
