-- What rules were told of a request besides its own row: who asked, as they were then, and the tags of its nodes. Other
-- rules are rehearsed against it. Requests from before this was kept have none.
CREATE TABLE "request_facts" (
  "request_id" TEXT NOT NULL,
  "roles" TEXT[] NOT NULL DEFAULT '{}',
  "groups" TEXT[] NOT NULL DEFAULT '{}',
  -- for which of the groups the person was on call
  "on_call" TEXT[] NOT NULL DEFAULT '{}',
  -- {node: {key: value}}
  "tags" JSONB NOT NULL,
  CONSTRAINT "request_facts_pkey" PRIMARY KEY ("request_id"),
  CONSTRAINT "request_facts_tags" CHECK (jsonb_typeof("tags") = 'object')
);
ALTER TABLE "request_facts" ADD CONSTRAINT "request_facts_request_id_fkey" FOREIGN KEY ("request_id")
  REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "request_facts"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "request_facts"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
