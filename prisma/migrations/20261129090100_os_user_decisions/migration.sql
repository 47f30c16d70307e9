-- A lesser user on the nodes than was asked for; null: as asked.
ALTER TABLE "decisions" ADD COLUMN "os_user" TEXT;
