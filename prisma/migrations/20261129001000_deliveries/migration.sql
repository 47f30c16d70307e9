-- What people are told outside the portal: one row for each message, and the ways by which messages go.
CREATE TABLE "delivery_channels" (
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "is_used" BOOLEAN NOT NULL DEFAULT true,
  "events" TEXT[] NOT NULL DEFAULT '{}',
  "failing_since" TIMESTAMPTZ(3),
  "failure" TEXT,
  "delivered_at" TIMESTAMPTZ(3),
  CONSTRAINT "delivery_channels_pkey" PRIMARY KEY ("name"),
  CONSTRAINT "delivery_channels_kind" CHECK ("kind" IN ('mail', 'webhook')),
  CONSTRAINT "delivery_channels_failure" CHECK (("failing_since" IS NULL) = ("failure" IS NULL) AND char_length("failure") <= 400)
);

CREATE TABLE "deliveries" (
  "id" TEXT NOT NULL,
  -- what is told to whom by which channel: nobody is told the same twice
  "key" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "subject_id" TEXT NOT NULL,
  "request_id" TEXT NOT NULL,
  -- null: an endpoint and no person
  "person_id" TEXT,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  -- the latest: [{at, outcome, answer}]
  "tries" JSONB NOT NULL DEFAULT '[]',
  "try_count" INTEGER NOT NULL DEFAULT 0,
  "next_try_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "deliveries_state" CHECK ("state" IN ('waiting', 'delivered', 'failed', 'gave-up', 'settled')),
  CONSTRAINT "deliveries_closed" CHECK (("state" = 'waiting') = ("closed_at" IS NULL))
);
CREATE UNIQUE INDEX "deliveries_key_key" ON "deliveries"("key");
CREATE INDEX "deliveries_request_id_created_at_id_idx" ON "deliveries"("request_id", "created_at", "id");
CREATE INDEX "deliveries_person_id_idx" ON "deliveries"("person_id");
CREATE INDEX "deliveries_channel_idx" ON "deliveries"("channel");
CREATE INDEX "deliveries_due" ON "deliveries"("next_try_at") WHERE "state" = 'waiting';
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_channel_fkey" FOREIGN KEY ("channel")
  REFERENCES "delivery_channels"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_request_id_fkey" FOREIGN KEY ("request_id")
  REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
