-- One endeavour to reach a patient after a discharge, and every attempt at it.
create table outreach (
    id                  char(36) character set ascii collate ascii_bin not null,
    duty_id             char(36) character set ascii collate ascii_bin not null,
    episode_id          char(36) character set ascii collate ascii_bin not null,
    patient_id          char(36) character set ascii collate ascii_bin not null,
    opened_at           datetime(6) not null,
    status              varchar(16) character set ascii collate ascii_bin not null,
    first_contact       varchar(16) character set ascii collate ascii_bin comment 'REACHED, ATTEMPTED or MISSED; only MISSED breaches',
    next_attempt_at     datetime(6) comment 'the clocks of the next call run from it',
    next_whom           varchar(16) character set ascii collate ascii_bin not null,
    agreed_at           datetime(6) comment 'when the patient asked to be called',
    reached_at          datetime(6),
    urgency             varchar(16) character set ascii collate ascii_bin,
    concern_open        boolean     not null comment 'something red or amber was told and nobody has settled it',
    concluded_at        datetime(6),
    process_instance_id varchar(64) character set ascii collate ascii_bin,
    version             int         not null,
    primary key (id),
    constraint uq_outreach_duty unique (duty_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_outreach_episode on outreach (episode_id);
create index idx_outreach_process on outreach (process_instance_id);

create table contact_attempt (
    id                    char(36) character set ascii collate ascii_bin not null,
    outreach_id           char(36) character set ascii collate ascii_bin not null,
    at                    datetime(6)  not null comment 'when it took place',
    hours_since_discharge double       not null,
    in_window             boolean      not null comment 'within the window of the first contact',
    made_by               varchar(64)  not null,
    direction             varchar(16)  character set ascii collate ascii_bin not null,
    channel               varchar(16)  character set ascii collate ascii_bin not null,
    reached_at            varchar(64)  comment 'label of the number tried, never the number',
    outcome               varchar(16)  character set ascii collate ascii_bin not null,
    with_whom             varchar(200),
    by_right              varchar(32)  character set ascii collate ascii_bin,
    urgency               varchar(16)  character set ascii collate ascii_bin,
    call_sheet            longtext,
    version               int          not null,
    primary key (id),
    constraint fk_contact_attempt_outreach foreign key (outreach_id) references outreach (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_contact_attempt_outreach on contact_attempt (outreach_id, at);
