-- The users on the nodes that a request could be narrowed to, least mighty first, and last the one it asks for. Requests of
-- before name none. Like every column, it is frozen with the first decision.
ALTER TABLE "requests" ADD COLUMN "os_users" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
