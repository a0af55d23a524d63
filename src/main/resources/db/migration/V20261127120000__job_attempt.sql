-- How often a job of the engine that came back from a node that died with it was tried since; written outside the job's
-- own transaction, which dies with the node. A job that never came back has no row.
create table job_attempt (
    job_id   varchar(64) not null comment 'ACT_RU_JOB.ID_',
    attempts int not null,
    begun_at datetime(3) not null,
    primary key (job_id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
