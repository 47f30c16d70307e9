-- A person's page counts what they decided and reviewed.

-- CreateIndex
CREATE INDEX "decisions_person_id_idx" ON "decisions"("person_id");

-- CreateIndex
CREATE INDEX "reviews_closed_by_id_idx" ON "reviews"("closed_by_id");

-- What a person asked for and still waits for, whatever their history: the home page, and every new request.

-- CreateIndex
CREATE INDEX "requests_requester_id_state_created_at_id_idx" ON "requests"("requester_id", "state", "created_at", "id");
