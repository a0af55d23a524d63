-- Which rows of the decision tables a clinician of this installation has vouched for. A row is known by the hash of
-- all it says; whatever changes in it makes another row, which nobody has approved yet.
create table rule_approval (
    id           char(36) character set ascii collate ascii_bin not null,
    decision_key varchar(100) not null,
    row_hash     char(64) character set ascii collate ascii_bin not null,
    version_seen int          not null comment 'of the table, when it was read',
    approved_by  varchar(64)  not null,
    approved_at  datetime(6)  not null,
    note         varchar(500),
    withdrawn_by varchar(64),
    withdrawn_at datetime(6),
    withdrawn_why varchar(500),
    standing     tinyint generated always as (if(withdrawn_at is null, 1, null)) stored,
    primary key (id),
    unique key uq_rule_approval_standing (decision_key, row_hash, standing)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
