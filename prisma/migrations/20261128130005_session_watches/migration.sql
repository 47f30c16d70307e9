-- How far the sessions of each account and region are read, and since when.
CREATE TABLE "session_watches" (
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "began_at" TIMESTAMPTZ(3) NOT NULL,
  "read_until" TIMESTAMPTZ(3),
  "reading_since" TIMESTAMPTZ(3),
  "next_token" TEXT,
  CONSTRAINT "session_watches_pkey" PRIMARY KEY ("account_id", "region"),
  CONSTRAINT "session_watches_next_token" CHECK (("next_token" IS NULL) = ("reading_since" IS NULL)),
  CONSTRAINT "session_watches_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
