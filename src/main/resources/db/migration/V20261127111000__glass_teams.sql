-- The other teams whose episodes a glass opened: their leads are told of it and may look at it.
create table glass_team (
    glass_id char(36) character set ascii collate ascii_bin not null,
    team_id  varchar(64) not null,
    primary key (glass_id, team_id),
    constraint fk_glass_team_glass foreign key (glass_id) references glass (id)
) engine = InnoDB default charset = utf8mb4 collate utf8mb4_bin;
create index idx_glass_team_team on glass_team (team_id);
insert into glass_team (glass_id, team_id) select id, team_id from glass;
