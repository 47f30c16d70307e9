-- A sign-in is found by the hash of the token that its browser carries. Those that began before have none: their
-- hash is of something that nobody has ever seen, and their people sign in once more.
ALTER TABLE "sign_ins" ADD COLUMN "token_hash" TEXT;
UPDATE "sign_ins" SET "token_hash" =
  encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex');
ALTER TABLE "sign_ins" ALTER COLUMN "token_hash" SET NOT NULL;
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_token_hash" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
CREATE UNIQUE INDEX "sign_ins_token_hash_key" ON "sign_ins"("token_hash");
