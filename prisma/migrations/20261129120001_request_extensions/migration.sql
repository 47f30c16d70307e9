-- Requests that extend a running access: which, and from when on the new one follows it.
CREATE TABLE "request_extensions" (
  "request_id" TEXT NOT NULL,
  "grant_id" TEXT NOT NULL,
  -- when the window of the first ends, as it stood when this was asked
  "until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "request_extensions_pkey" PRIMARY KEY ("request_id")
);
CREATE INDEX "request_extensions_grant_id_idx" ON "request_extensions"("grant_id");
ALTER TABLE "request_extensions" ADD CONSTRAINT "request_extensions_request_id_fkey" FOREIGN KEY ("request_id")
  REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "request_extensions" ADD CONSTRAINT "request_extensions_grant_id_fkey" FOREIGN KEY ("grant_id")
  REFERENCES "grants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "request_extensions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "request_extensions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
