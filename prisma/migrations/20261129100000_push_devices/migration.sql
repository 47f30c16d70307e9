-- Browsers that people want to be told in, by Web Push.
CREATE TABLE "push_devices" (
  "id" TEXT NOT NULL,
  "person_id" TEXT NOT NULL,
  -- where its maker's service reaches it: whoever knows it and our key could write to it
  "address" TEXT NOT NULL,
  -- with which what is sent is encrypted, both in base64url
  "public_key" TEXT NOT NULL,
  "shared_secret" TEXT NOT NULL,
  -- as its person would name it; empty where it is not known
  "name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "push_devices_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "push_devices_lengths" CHECK (char_length("address") <= 2000 AND char_length("public_key") <= 100
    AND char_length("shared_secret") <= 40 AND char_length("name") <= 100)
);
CREATE UNIQUE INDEX "push_devices_address_key" ON "push_devices"("address");
CREATE INDEX "push_devices_person_id_idx" ON "push_devices"("person_id");
ALTER TABLE "push_devices" ADD CONSTRAINT "push_devices_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
