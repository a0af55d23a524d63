-- Screenings for social needs as they were answered, and each need that was found until a referral for it was accepted
-- or declined. A later screening adds; nothing is overwritten.
create table social_screening (
    id          char(36) character set ascii collate ascii_bin not null,
    episode_id  char(36) character set ascii collate ascii_bin not null,
    patient_id  char(36) character set ascii collate ascii_bin not null,
    instrument  varchar(24)  character set ascii collate ascii_bin not null,
    outcome     varchar(10)  character set ascii collate ascii_bin not null comment 'ANSWERED or REFUSED as a whole',
    answered_by varchar(12)  character set ascii collate ascii_bin,
    asked_at    datetime(6)  not null,
    asked_by    varchar(64)  not null,
    answers     longtext     not null comment 'JSON, by the keys of the form',
    answered    int          not null comment 'questions with an answer',
    refused     int          not null comment 'questions that were asked and refused',
    unasked     int          not null,
    food_result varchar(12)  character set ascii collate ascii_bin not null comment 'of the Hunger Vital Sign, 88124-3',
    safety_low  int          comment 'sum of the safety questions, refused ones counted as the least; null: none asked',
    safety_high int,
    safety      varchar(12)  character set ascii collate ascii_bin not null,
    verified    boolean      not null comment 'whether every row that decided had been approved',
    version     int          not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_social_screening_episode on social_screening (episode_id, id);

create table social_need (
    id            char(36) character set ascii collate ascii_bin not null,
    screening_id  char(36) character set ascii collate ascii_bin not null,
    episode_id    char(36) character set ascii collate ascii_bin not null,
    need          varchar(64)   character set ascii collate ascii_bin not null,
    label         varchar(200)  not null,
    services      varchar(200)  character set ascii collate ascii_bin not null comment 'that help, with | between',
    discreet      boolean       not null comment 'not shown in lists or mail',
    rule          varchar(64)   character set ascii collate ascii_bin not null,
    source        varchar(500)  not null,
    verified      boolean       not null,
    status        varchar(12)   character set ascii collate ascii_bin not null,
    found_at      datetime(6)   not null,
    offered_at    datetime(6),
    offered_by    varchar(64),
    decided_at    datetime(6),
    decided_by    varchar(64),
    service       varchar(64)   character set ascii collate ascii_bin comment 'what the patient wants help with',
    reason        varchar(24)   character set ascii collate ascii_bin,
    reason_words  varchar(1000),
    referral_duty char(36)      character set ascii collate ascii_bin,
    version       int           not null,
    primary key (id),
    constraint fk_social_need_screening foreign key (screening_id) references social_screening (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_social_need_episode on social_need (episode_id, id);
