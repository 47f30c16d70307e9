-- CreateTable
CREATE TABLE "session_seats" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "window_id" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "session_seats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "session_seats_session_id_idx" ON "session_seats"("session_id");

-- AddForeignKey
ALTER TABLE "session_seats" ADD CONSTRAINT "session_seats_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_seats" ADD CONSTRAINT "session_seats_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Two windows can't both be told that the keyboard is theirs.
CREATE UNIQUE INDEX "session_seats_one_keyboard" ON "session_seats"("session_id") WHERE "kind" = 'keyboard';
ALTER TABLE "session_seats" ADD CONSTRAINT "session_seats_kind" CHECK ("kind" IN ('keyboard', 'watch'));
