-- Something that one person owes, in no group's stead: the note on a broken glass.
ALTER TABLE "inbox_items" ADD COLUMN "person_id" TEXT;
