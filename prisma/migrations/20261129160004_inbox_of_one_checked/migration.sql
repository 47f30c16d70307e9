ALTER TABLE "inbox_items" VALIDATE CONSTRAINT "inbox_items_person_id_fkey";
