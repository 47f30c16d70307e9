-- Where an open review stands in the queue, if not at its due time: what an approver disowned is looked at first.
ALTER TABLE "reviews" ADD COLUMN "queue_at" TIMESTAMPTZ(3);
