-- One visit or test that a discharge asks for, and its history.
create table appointment (
    id                  char(36) character set ascii collate ascii_bin not null,
    duty_id             char(36) character set ascii collate ascii_bin not null,
    episode_id          char(36) character set ascii collate ascii_bin not null,
    patient_id          char(36) character set ascii collate ascii_bin not null,
    kind                varchar(16)   character set ascii collate ascii_bin not null,
    ordered_at          datetime(6)   not null,
    description         varchar(1000) not null comment 'what was ordered, in the sender''s words',
    ordered_by          date comment 'the day by which the order wants it',
    ordered_with        varchar(255),
    status              varchar(16)   character set ascii collate ascii_bin not null comment 'FHIR Appointment, in capitals',
    starts_at           datetime(6),
    zone                varchar(64),
    with_whom           varchar(255),
    place               varchar(255),
    times_missed        int           not null,
    attended_on         date,
    seen_by             varchar(255),
    decision_making     varchar(16)   character set ascii collate ascii_bin,
    said                varchar(1000) comment 'what the patient said about it',
    concluded_at        datetime(6),
    process_instance_id varchar(64)   character set ascii collate ascii_bin,
    version             int           not null,
    primary key (id),
    constraint uq_appointment_duty unique (duty_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_appointment_episode on appointment (episode_id);
create index idx_appointment_process on appointment (process_instance_id);

create table appointment_event (
    id             char(36) character set ascii collate ascii_bin not null,
    appointment_id char(36) character set ascii collate ascii_bin not null,
    at             datetime(6)   not null,
    status         varchar(16)   character set ascii collate ascii_bin not null,
    starts_at      datetime(6) comment 'what it was booked for then',
    words          varchar(1000) not null,
    actor          varchar(64)   not null,
    evidence       longtext,
    version        int           not null,
    primary key (id),
    constraint fk_appointment_event_appointment foreign key (appointment_id) references appointment (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_appointment_event_appointment on appointment_event (appointment_id, id);
