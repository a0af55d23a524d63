-- Who can help with what and where. A directory belongs to one health system (owner); the names are unique in it.
create table directory_organization (
    id       char(36) character set ascii collate ascii_bin not null,
    owner_id varchar(64)  not null comment 'the health system whose directory it is',
    name     varchar(200) not null,
    name_key varchar(200) not null comment 'the name as it is compared',
    primary key (id),
    constraint uq_directory_organization unique (owner_id, name_key),
    constraint fk_directory_organization_owner foreign key (owner_id) references organization (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table directory_programme (
    id              char(36) character set ascii collate ascii_bin not null,
    organization_id char(36) character set ascii collate ascii_bin not null,
    name            varchar(200)  not null,
    name_key        varchar(200)  not null,
    eligibility     varchar(2000) not null,
    postal_code     varchar(10)   character set ascii collate ascii_bin comment 'where it is',
    hours           varchar(200)  not null,
    capacity        int           comment 'free places as declared; null: nobody has said',
    taken           int           not null comment 'by acceptances since it was declared',
    accepted        int           not null,
    declined        int           not null,
    route           varchar(10)   character set ascii collate ascii_bin not null,
    email           varchar(254),
    phone           varchar(40),
    fax             varchar(40),
    accepts_links   boolean       not null,
    active          boolean       not null,
    version         int           not null,
    primary key (id),
    constraint uq_directory_programme unique (organization_id, name_key),
    constraint fk_directory_programme_organization foreign key (organization_id) references directory_organization (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;

create table directory_term (
    programme_id char(36)    character set ascii collate ascii_bin not null,
    kind         varchar(10) character set ascii collate ascii_bin not null comment 'NEED, AREA or LANGUAGE',
    term         varchar(64) character set ascii collate ascii_bin not null,
    primary key (programme_id, kind, term),
    constraint fk_directory_term_programme foreign key (programme_id) references directory_programme (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_directory_term on directory_term (kind, term, programme_id);

-- A file that was read and shown and waits for a word; gone once it has been imported or discarded.
create table directory_import (
    id         char(36) character set ascii collate ascii_bin not null,
    owner_id   varchar(64) not null,
    sent_by    varchar(64) not null,
    sent_at    datetime(6) not null,
    file_name  varchar(200) not null,
    content    longtext    not null,
    primary key (id),
    constraint fk_directory_import_owner foreign key (owner_id) references organization (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_directory_import_sent_by on directory_import (sent_by);
