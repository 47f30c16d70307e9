-- What people do with a request that waits, besides deciding it: they open it, ask, answer, comment and remind. It is
-- part of why a request was decided as it was, so rows stay as they were written.
CREATE TABLE "request_entries" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "answers_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "request_entries_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "request_entries_kind" CHECK ("kind" IN ('opened', 'comment', 'question', 'answer', 'reminder')),
    CONSTRAINT "request_entries_text" CHECK (("kind" IN ('comment', 'question', 'answer')) = ("text" IS NOT NULL)),
    CONSTRAINT "request_entries_length" CHECK (char_length("text") BETWEEN 1 AND 2000),
    CONSTRAINT "request_entries_answers" CHECK (("kind" = 'answer') = ("answers_id" IS NOT NULL))
);

CREATE INDEX "request_entries_request_id_created_at_id_idx" ON "request_entries"("request_id", "created_at", "id");
CREATE INDEX "request_entries_person_id_idx" ON "request_entries"("person_id");
-- A question is answered once; that somebody opened a request is told once.
CREATE UNIQUE INDEX "request_entries_answers_id_key" ON "request_entries"("answers_id");
CREATE UNIQUE INDEX "request_entries_opened_once" ON "request_entries"("request_id", "person_id") WHERE "kind" = 'opened';

ALTER TABLE "request_entries" ADD CONSTRAINT "request_entries_request_id_fkey" FOREIGN KEY ("request_id")
  REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "request_entries" ADD CONSTRAINT "request_entries_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "request_entries" ADD CONSTRAINT "request_entries_answers_id_fkey" FOREIGN KEY ("answers_id")
  REFERENCES "request_entries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "request_entries"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "request_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
