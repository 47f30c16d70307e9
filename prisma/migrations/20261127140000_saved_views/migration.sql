-- The filters and the order of a list that a person gave a name. Nobody else sees them.
CREATE TABLE IF NOT EXISTS "saved_views" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saved_views_person_id_fkey" FOREIGN KEY ("person_id")
      REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "saved_views_list" CHECK ("list" IN ('nodes', 'requests', 'sessions', 'reviews', 'audit')),
    CONSTRAINT "saved_views_name" CHECK (char_length("name") BETWEEN 1 AND 60),
    CONSTRAINT "saved_views_query" CHECK (char_length("query") BETWEEN 1 AND 8000)
);

-- Of two views of a list that are called the same, nobody could tell which is which.
CREATE UNIQUE INDEX IF NOT EXISTS "saved_views_person_id_list_name_key" ON "saved_views"("person_id", "list", "name");
