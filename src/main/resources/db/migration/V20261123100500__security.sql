-- People, teams, roles and memberships. The engine reads them through a ReadOnlyIdentityProvider;
-- its own ACT_ID_* tables stay empty.
create table organization (
    id   varchar(64)  not null,
    name varchar(200) not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table team (
    id              varchar(64)  not null,
    organization_id varchar(64)  not null,
    name            varchar(200) not null,
    time_zone       varchar(64)  not null,
    primary key (id),
    constraint fk_team_organization foreign key (organization_id) references organization (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table person (
    id            varchar(64)  not null comment 'the name to sign in with',
    kind          varchar(10)  not null comment 'PERSON or SYSTEM',
    display_name  varchar(200) not null,
    email         varchar(254),
    password_hash varchar(200),
    active        boolean      not null,
    created_at    datetime(6)  not null,
    primary key (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table membership (
    person_id varchar(64) not null,
    team_id   varchar(64) not null,
    role      varchar(40) not null,
    primary key (person_id, team_id, role),
    constraint fk_membership_person foreign key (person_id) references person (id),
    constraint fk_membership_team foreign key (team_id) references team (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_membership_team on membership (team_id, role);
