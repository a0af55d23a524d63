-- Who did what to what: rows are added, never changed. The application's account needs SELECT and INSERT here only.
create table audit_event (
    id          char(36) character set ascii collate ascii_bin not null,
    at          datetime(6)  not null,
    actor       varchar(64)  not null comment 'a person''s id, or homeward',
    action      varchar(64)  not null,
    object_type varchar(40)  not null,
    object_id   varchar(64)  not null,
    team_id     varchar(64),
    outcome     varchar(10)  not null comment 'DONE or DENIED',
    details     varchar(1000) not null comment 'codes as JSON; no words that somebody typed, no patient data',
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_audit_event_object on audit_event (object_type, object_id, at);
create index idx_audit_event_actor on audit_event (actor, at);
