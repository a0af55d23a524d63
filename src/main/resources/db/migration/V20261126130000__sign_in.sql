-- Wrong passwords, by account and by where they came from: who guesses has to wait.
create table sign_in_failure (
    id        varchar(36) not null,
    person_id varchar(64) not null,
    address   varchar(64) not null,
    at        datetime(6) not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_sign_in_failure on sign_in_failure (person_id, address, at);
create index idx_sign_in_failure_at on sign_in_failure (at);
