-- One loop for each ordered referral, by the id of its duty; one conversation for each recipient it was sent to; each move
-- of a conversation as it was told.
create table referral_loop (
    id                  char(36) character set ascii collate ascii_bin not null comment 'the duty''s id',
    episode_id          char(36) character set ascii collate ascii_bin not null,
    patient_id          char(36) character set ascii collate ascii_bin not null,
    team_id             varchar(64)   not null,
    what                varchar(1000) not null comment 'as ordered',
    opened_at           datetime(6)   not null,
    kind                varchar(16)   character set ascii collate ascii_bin,
    need                varchar(64)   character set ascii collate ascii_bin,
    reason              varchar(2000) comment 'what the other side reads',
    consent_purpose     varchar(40)   character set ascii collate ascii_bin,
    patient_say         varchar(20)   character set ascii collate ascii_bin,
    may_contact         boolean       not null,
    part2               boolean       not null comment '42 CFR Part 2',
    part2_consent       boolean       not null,
    consent_by          varchar(64),
    consent_at          datetime(6),
    reviewed_at         datetime(6),
    reviewed_by         varchar(64),
    review              varchar(2000),
    told_at             datetime(6),
    told_how            varchar(255),
    closing             varchar(24)   character set ascii collate ascii_bin,
    closing_words       varchar(1000),
    closed_at           datetime(6),
    closed_by           varchar(64),
    process_instance_id varchar(64)   character set ascii collate ascii_bin,
    version             int           not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_referral_loop_episode on referral_loop (episode_id, id);
create index idx_referral_loop_team on referral_loop (team_id, closed_at, opened_at);

create table referral (
    id              char(36) character set ascii collate ascii_bin not null,
    loop_id         char(36) character set ascii collate ascii_bin not null,
    episode_id      char(36) character set ascii collate ascii_bin not null,
    patient_id      char(36) character set ascii collate ascii_bin not null,
    attempt         int           not null,
    programme_id    char(36) character set ascii collate ascii_bin comment 'in the directory; null where written by hand',
    recipient       varchar(255)  not null,
    recipient_email varchar(255),
    recipient_phone varchar(64),
    link_factor     varchar(16)   character set ascii collate ascii_bin,
    opened_at       datetime(6)   not null,
    state           varchar(24)   character set ascii collate ascii_bin not null,
    moves           int           not null,
    moved_at        datetime(6)   not null,
    appointment_at  datetime(6),
    place           varchar(255),
    after_cancel    varchar(24)   character set ascii collate ascii_bin comment 'with which reason the loop ends then',
    given_up_at     datetime(6)   comment 'nobody waits for the other side any more',
    reminded_at     datetime(6),
    version         int           not null,
    primary key (id),
    constraint uq_referral_attempt unique (loop_id, attempt),
    constraint fk_referral_loop foreign key (loop_id) references referral_loop (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_referral_episode on referral (episode_id, id);
create index idx_referral_programme on referral (programme_id, state);
create index idx_referral_recipient on referral (recipient_email);

-- Only ever added to.
create table referral_transition (
    id             char(36) character set ascii collate ascii_bin not null,
    referral_id    char(36) character set ascii collate ascii_bin not null,
    seq            int           not null,
    move_number    int           not null comment '1 to 34, as BSeR numbers them',
    from_state     varchar(24)   character set ascii collate ascii_bin not null,
    to_state       varchar(24)   character set ascii collate ascii_bin not null,
    party          varchar(16)   character set ascii collate ascii_bin not null,
    channel        varchar(16)   character set ascii collate ascii_bin not null,
    actor          varchar(64)   not null comment 'a person''s id, or link: with the link''s id',
    told_by        varchar(200)  comment 'who said it, in words',
    at             datetime(6)   not null comment 'when it was written down',
    happened_on    date          comment 'the day it speaks of',
    appointment_at datetime(6),
    reason         varchar(24)   character set ascii collate ascii_bin,
    note           varchar(2000),
    evidence       longtext      comment 'JSON of what was filled in',
    version        int           not null,
    primary key (id),
    constraint uq_referral_transition unique (referral_id, seq),
    constraint fk_referral_transition foreign key (referral_id) references referral (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

-- What a recipient without an account holds; only hashes of what was mailed.
create table referral_link (
    id            char(36) character set ascii collate ascii_bin not null,
    referral_id   char(36) character set ascii collate ascii_bin not null,
    purpose       varchar(16)   character set ascii collate ascii_bin not null,
    factor        varchar(16)   character set ascii collate ascii_bin not null,
    code          varchar(8)    character set ascii collate ascii_bin comment 'told by telephone; worth nothing without the link',
    created_by    varchar(64)   not null,
    created_at    datetime(6)   not null,
    expires_at    datetime(6)   not null,
    token_hash    char(64)      character set ascii collate ascii_bin,
    previous_hash char(64)      character set ascii collate ascii_bin comment 'of the letter before: it may arrive too',
    wrong         int           not null,
    mailed_at     datetime(6),
    opened_at     datetime(6),
    revoked_at    datetime(6),
    revoked_by    varchar(64),
    revoked_why   varchar(16)   character set ascii collate ascii_bin,
    version       int           not null,
    primary key (id),
    constraint uq_referral_link_token unique (token_hash),
    constraint fk_referral_link_referral foreign key (referral_id) references referral (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_referral_link_referral on referral_link (referral_id, id);
create index idx_referral_link_previous on referral_link (previous_hash);

-- Who has shown the second factor of a link, for a short while.
create table referral_link_visit (
    id         char(36) character set ascii collate ascii_bin not null,
    link_id    char(36) character set ascii collate ascii_bin not null,
    visit_hash char(64) character set ascii collate ascii_bin not null,
    until_at   datetime(6) not null,
    primary key (id),
    constraint fk_referral_link_visit_link foreign key (link_id) references referral_link (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_referral_link_visit_until on referral_link_visit (until_at);

-- Wrong links and wrong codes, by the address they came from.
create table referral_link_failure (
    id      char(36) character set ascii collate ascii_bin not null,
    address varchar(64) not null,
    at      datetime(6) not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_referral_link_failure_address on referral_link_failure (address, at);

create table referral_document (
    id          char(36) character set ascii collate ascii_bin not null,
    referral_id char(36) character set ascii collate ascii_bin not null,
    name        varchar(100)  not null,
    type        varchar(8)    character set ascii collate ascii_bin not null,
    size        int           not null,
    sha256      char(64)      character set ascii collate ascii_bin not null,
    received_at datetime(6)   not null,
    received_by varchar(64)   not null,
    content     longblob      not null,
    primary key (id),
    constraint fk_referral_document_referral foreign key (referral_id) references referral (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_referral_document_referral on referral_document (referral_id, id);
