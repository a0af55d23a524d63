-- The sweep looks each minute for rungs that are due among the open escalations of all teams.
create index idx_escalation_next_rung on escalation (still_open, next_rung_at);
