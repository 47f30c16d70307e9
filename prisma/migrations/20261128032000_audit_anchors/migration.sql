-- Where signed heads are anchored, and up to which head each of these places has them.

CREATE TABLE IF NOT EXISTS "audit_anchors" (
  "name" TEXT NOT NULL,
  "is_used" BOOLEAN NOT NULL DEFAULT true,
  "since" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "first_head" INTEGER,
  "last_head" INTEGER,
  "failure" TEXT,
  CONSTRAINT "audit_anchors_pkey" PRIMARY KEY ("name"),
  CONSTRAINT "audit_anchors_name" CHECK ("name" IN ('file', 'bucket')),
  CONSTRAINT "audit_anchors_heads"
    CHECK (("first_head" IS NULL) = ("last_head" IS NULL) AND "first_head" <= "last_head"),
  CONSTRAINT "audit_anchors_failure" CHECK ("failure" ~ '^[A-Z][A-Z0-9_]{0,59}$')
);

-- every head so far is in the file
INSERT INTO "audit_anchors" ("name", "first_head", "last_head")
  SELECT 'file', min("number"), max("number") FROM "audit_heads" HAVING count(*) > 0
  ON CONFLICT DO NOTHING;
