-- What people are to be told: written with the change that causes it, delivered after commit. Ids and codes only.
create table notification (
    id              char(36) character set ascii collate ascii_bin not null,
    notice_key      varchar(200) not null comment 'one effect, one key: the same notice is never written twice',
    channel         varchar(10)  not null comment 'EMAIL; IN_APP where no mail server or no address is known',
    recipient       varchar(64)  not null,
    template        varchar(40)  not null,
    subject_id      char(36) character set ascii collate ascii_bin not null,
    urgent          boolean      not null comment 'a message of its own, at once; the others share a digest',
    state           varchar(10)  not null comment 'PENDING, SENT, FAILED or WITHDRAWN',
    attempts        int          not null default 0,
    created_at      datetime(6)  not null,
    deliver_from    datetime(6)  not null,
    next_attempt_at datetime(6)  not null,
    message_id      char(36) character set ascii collate ascii_bin comment 'the message it goes out in; fixed before the first attempt, so that a repeat carries the same Message-ID',
    sent_at         datetime(6),
    failure         varchar(40) comment 'a code',
    seen_at         datetime(6),
    primary key (id),
    constraint uq_notification_key unique (notice_key)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_notification_due on notification (state, next_attempt_at);
create index idx_notification_message on notification (message_id);
create index idx_notification_recipient on notification (recipient, created_at);

-- What operators must know: that something which should have happened by itself did not.
create table alarm (
    id          char(36) character set ascii collate ascii_bin not null,
    kind        varchar(40)  not null,
    object_type varchar(40)  not null,
    object_id   varchar(64)  not null,
    team_id     varchar(64),
    raised_at   datetime(6)  not null,
    last_at     datetime(6)  not null,
    times       int          not null,
    cleared_at  datetime(6),
    cleared_by  varchar(64),
    still_open  tinyint generated always as (if(cleared_at is null, 1, null)) stored,
    primary key (id),
    constraint uq_alarm_still_open unique (kind, object_type, object_id, still_open)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_alarm_open on alarm (still_open, raised_at);
