-- What a person says that words of a list mean, where the vocabulary does not know them.
create table medication_reading (
    id                char(36) character set ascii collate ascii_bin not null,
    version           int           not null,
    reconciliation_id char(36) character set ascii collate ascii_bin not null,
    about             varchar(16)   character set ascii collate ascii_bin not null,
    name_key          char(36) character set ascii collate ascii_bin not null comment 'which words, wherever they stand',
    words             varchar(500)  not null comment 'as received',
    read_as           varchar(200)  not null,
    read_by           varchar(64)   not null,
    read_at           datetime(6)   not null,
    taken_back_by     varchar(64),
    taken_back_at     datetime(6),
    primary key (id),
    constraint fk_medication_reading_reconciliation foreign key (reconciliation_id) references medication_reconciliation (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_medication_reading_reconciliation on medication_reading (reconciliation_id, id);
