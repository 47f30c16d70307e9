-- A closed review has a verdict and whoever gave it; an open one has neither.
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_closed" CHECK (("state" = 'closed') = ("verdict" IS NOT NULL)
  AND ("state" = 'closed') = ("closed_by_id" IS NOT NULL)) NOT VALID;
