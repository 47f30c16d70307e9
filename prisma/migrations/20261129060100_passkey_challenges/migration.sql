-- What a passkey was asked to sign. A row goes with its first answer, whatever that is; only the gateway knows them.
CREATE TABLE "passkey_challenges" (
  "id" TEXT NOT NULL,
  "person_id" TEXT NOT NULL,
  -- registration, or what is proven
  "purpose" TEXT NOT NULL,
  -- of everything that is proven; of a registration of nothing
  "subject_sha256" TEXT NOT NULL,
  "challenge" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "passkey_challenges_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "passkey_challenges_subject" CHECK ("subject_sha256" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "passkey_challenges_challenge" CHECK (octet_length("challenge") = 32)
);
CREATE INDEX "passkey_challenges_person_id_idx" ON "passkey_challenges"("person_id");
ALTER TABLE "passkey_challenges" ADD CONSTRAINT "passkey_challenges_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
