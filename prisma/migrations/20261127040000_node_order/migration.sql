-- outside-transaction
-- The list of nodes by class, then name.
CREATE INDEX CONCURRENTLY "nodes_class_name_id" ON "nodes"(("protection" || ' ' || "name"), "id");
