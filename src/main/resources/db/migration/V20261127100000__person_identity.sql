-- By what an identity provider knows a person: its issuer and its subject, which it gives to nobody else.
create table person_identity (
    issuer     varchar(255) not null,
    subject    varchar(255) not null,
    person_id  varchar(64)  not null,
    created_at datetime(6)  not null,
    primary key (issuer, subject),
    constraint fk_person_identity_person foreign key (person_id) references person (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
