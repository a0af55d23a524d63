-- Patients of other teams that were opened for a reason: rows are added, ended and reviewed, never taken away.
create table glass (
    id              char(36) character set ascii collate ascii_bin not null,
    person_id       varchar(64)   not null,
    patient_id      char(36) character set ascii collate ascii_bin not null,
    team_id         varchar(64)   not null comment 'who owned the patient''s episode then',
    organization_id varchar(64)   not null,
    reason          varchar(20)   not null,
    words           varchar(1000) not null,
    opened_at       datetime(6)   not null,
    ends_at         datetime(6)   not null,
    given_back_at   datetime(6),
    reviewed_by     varchar(64),
    reviewed_at     datetime(6),
    remark          varchar(1000),
    primary key (id),
    constraint fk_glass_person foreign key (person_id) references person (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_glass_person on glass (person_id, ends_at);
create index idx_glass_patient on glass (patient_id);
create index idx_glass_organization on glass (organization_id, opened_at);

-- How often somebody asked within the last hour.
create table glass_try (
    id        char(36) character set ascii collate ascii_bin not null,
    person_id varchar(64) not null,
    at        datetime(6) not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_glass_try on glass_try (person_id, at);
