-- Two accounts: one owns the schema and migrates, the other is the application's. Run it once as an administrator of the
-- server, with passwords of your own. The rights on tables are given after each migration, by the owner, when
-- homeward.database-account.name is homeward@%: on audit_* SELECT and INSERT, on the others what the application needs.
create database if not exists homeward character set utf8mb4 collate utf8mb4_bin;
create user if not exists 'homeward_owner'@'%' identified by '<owner password>';
grant all privileges on homeward.* to 'homeward_owner'@'%' with grant option;
create user if not exists 'homeward'@'%' identified by '<application password>';
