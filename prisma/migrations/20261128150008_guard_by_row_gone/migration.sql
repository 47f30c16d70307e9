-- contract: 20261128150007_agent_log_chunks_kept only triggers called it, and each of them calls another one now
DROP FUNCTION "refuse_change_unless_deleting"();
