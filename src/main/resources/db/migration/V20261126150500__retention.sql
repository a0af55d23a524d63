-- The bytes of a message that has come to its end are not kept for ever.
alter table inbox_message
    add column raw_removed_at datetime(6) comment 'raw is empty since',
    add key inbox_message_spent (raw_removed_at, received_at);
