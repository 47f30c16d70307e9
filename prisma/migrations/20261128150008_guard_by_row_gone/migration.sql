DROP FUNCTION "refuse_change_unless_deleting"();
