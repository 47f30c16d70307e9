-- By which ways a person wants to be told; without a row, by all there are.
CREATE TABLE "notice_choices" (
  "person_id" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "is_on" BOOLEAN NOT NULL,
  CONSTRAINT "notice_choices_pkey" PRIMARY KEY ("person_id", "channel"),
  CONSTRAINT "notice_choices_channel" CHECK ("channel" IN ('mail'))
);
ALTER TABLE "notice_choices" ADD CONSTRAINT "notice_choices_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
