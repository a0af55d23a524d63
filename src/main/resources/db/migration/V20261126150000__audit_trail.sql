-- The trail, sealed. The application's account has SELECT and INSERT only on audit_*; what is changed while it works (the
-- queue and the head of the chain) has another name. Partitions of single months are made after each migration.
alter table audit_event
    add column key_id char(16) character set ascii collate ascii_bin comment 'whose mac it is; null: written before there was one',
    add column mac    binary(32) comment 'over every other column',
    drop primary key,
    add primary key (id, at);
alter table audit_event partition by range columns (at) (partition p_later values less than (maxvalue));

-- Not partitioned: seq must be unique, and a key of a partitioned table cannot say so.
create table audit_seal (
    seq       bigint      not null comment 'the order of sealing, without gaps',
    event_id  char(36) character set ascii collate ascii_bin not null,
    event_at  datetime(6) not null,
    digest    binary(32)  not null comment 'the mac of the event',
    sealed_at datetime(6) not null,
    key_id    char(16) character set ascii collate ascii_bin not null,
    mac       binary(32)  not null comment 'over this row and the mac before it',
    primary key (seq),
    unique key audit_seal_event (event_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table audit_checkpoint (
    no        bigint      not null,
    seq       bigint      not null,
    mac       binary(32)  not null,
    at        datetime(6) not null,
    key_id    char(16) character set ascii collate ascii_bin not null comment 'of the signing key',
    signature binary(64)  not null comment 'Ed25519',
    primary key (no)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table audit_retirement (
    cutoff    datetime(6) not null comment 'events before it are gone',
    seq       bigint      not null comment 'seals up to it are gone; 0: none',
    mac       binary(32)  not null comment 'of the last seal that is gone',
    at        datetime(6) not null,
    key_id    char(16) character set ascii collate ascii_bin not null,
    signature binary(64)  not null,
    primary key (cutoff, seq)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table trail_waiting (
    event_id char(36) character set ascii collate ascii_bin not null,
    event_at datetime(6) not null,
    primary key (event_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin comment = 'committed with the event, taken away with its seal';
insert into trail_waiting (event_id, event_at) select id, at from audit_event;

-- One row, locked by whoever seals.
create table trail_head (
    id             int        not null,
    seq            bigint     not null,
    mac            binary(32) not null,
    checkpoint_no  bigint     not null,
    checkpoint_seq bigint     not null,
    checkpoint_at  datetime(6),
    key_id         char(16) character set ascii collate ascii_bin,
    seal           binary(32) comment 'over the other columns; null: nothing has been sealed yet',
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
insert into trail_head (id, seq, mac, checkpoint_no, checkpoint_seq) values (1, 0, repeat(x'00', 32), 0, 0);

create table trail_verification (
    id       char(36) character set ascii collate ascii_bin not null,
    at       datetime(6) not null,
    checked_by varchar(64) not null,
    took_ms  bigint not null,
    sealed   bigint not null,
    unsealed bigint not null,
    findings bigint not null,
    first_finding varchar(200),
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
