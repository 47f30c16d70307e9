-- How jobs found the identity provider: one row. While it is away the glass can be broken by groups of the last day.
CREATE TABLE "provider_probes" (
  "id" INTEGER NOT NULL,
  "tried_at" TIMESTAMPTZ(3) NOT NULL,
  -- it answered then
  "answered_at" TIMESTAMPTZ(3),
  -- each try since then failed, without a pause between them
  "failing_since" TIMESTAMPTZ(3),
  -- a try failed then, and had failed for long enough
  "away_at" TIMESTAMPTZ(3),
  CONSTRAINT "provider_probes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "provider_probes_one" CHECK ("id" = 1),
  CONSTRAINT "provider_probes_order" CHECK ("failing_since" <= "tried_at" AND "away_at" <= "tried_at")
);
