-- The stock scripts keep due dates to the second, cut off or rounded: a timer set for 23:59:59.999 fires up to a
-- second before its deadline is missed, and finds nothing to escalate. Clocks count milliseconds; so do these.
alter table ACT_RU_JOB modify DUEDATE_ datetime(3) null;
alter table ACT_RU_TASK modify DUE_DATE_ datetime(3) null;
alter table ACT_HI_TASKINST modify DUE_DATE_ datetime(3) null;
