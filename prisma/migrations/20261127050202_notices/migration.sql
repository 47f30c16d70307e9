-- What a person is told on every page: what somebody else did about a thing of theirs. Kept until they have seen it.
CREATE TABLE "notices" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "request_id" TEXT,
    "actor_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "seen_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "notices_kind" CHECK ("kind" IN
      ('approved', 'denied', 'comment', 'question', 'answer', 'access-ending', 'review-due')),
    CONSTRAINT "notices_not_own" CHECK ("actor_id" <> "person_id")
);

-- Nobody is told the same thing twice.
CREATE UNIQUE INDEX "notices_person_id_kind_subject_id_key" ON "notices"("person_id", "kind", "subject_id");
CREATE INDEX "notices_open" ON "notices"("person_id", "created_at", "id") WHERE "done_at" IS NULL;
CREATE INDEX "notices_open_subject" ON "notices"("subject_id") WHERE "done_at" IS NULL;
CREATE INDEX "notices_request_id_idx" ON "notices"("request_id");
CREATE INDEX "notices_actor_id_idx" ON "notices"("actor_id");

ALTER TABLE "notices" ADD CONSTRAINT "notices_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "notices" ADD CONSTRAINT "notices_request_id_fkey" FOREIGN KEY ("request_id")
  REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "notices" ADD CONSTRAINT "notices_actor_id_fkey" FOREIGN KEY ("actor_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
