ALTER TABLE "inbox_items" ADD CONSTRAINT "inbox_items_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
