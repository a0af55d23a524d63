-- MySQL 9.7 refuses to delete a row of a table that cascades into itself twice ("exceeds max tables limit of 30"): no
-- incident could be resolved, and no process with one be ended. The engine deletes the incidents of a cause itself.
alter table ACT_RU_INCIDENT drop foreign key ACT_FK_INC_CAUSE;
alter table ACT_RU_INCIDENT drop foreign key ACT_FK_INC_RCAUSE;
