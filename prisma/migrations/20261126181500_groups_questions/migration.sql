-- Whose groups the gateway wants to be confirmed: it can't ask the provider, web can. Answered with groups, a question
-- is deleted: people.groups_read_at is the answer. Refused, it stays.
CREATE TABLE "groups_questions" (
    "sign_in_id" TEXT NOT NULL,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "answered_at" TIMESTAMPTZ(3),
    "refusal" TEXT,

    CONSTRAINT "groups_questions_pkey" PRIMARY KEY ("sign_in_id")
);

ALTER TABLE "groups_questions" ADD CONSTRAINT "groups_questions_sign_in_id_fkey" FOREIGN KEY ("sign_in_id")
  REFERENCES "sign_ins"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
