-- AlterTable
ALTER TABLE "account_regions" ADD COLUMN     "gateway_tested_at" TIMESTAMPTZ(3),
ADD COLUMN     "jobs_tested_at" TIMESTAMPTZ(3),
ADD COLUMN     "test_ordered_at" TIMESTAMPTZ(3),
ADD COLUMN     "test_ordered_by_id" TEXT;

-- A document that nobody has ordered may be missing.
ALTER TABLE "session_documents" DROP CONSTRAINT "session_documents_state";
ALTER TABLE "session_documents" ADD CONSTRAINT "session_documents_state" CHECK ("state" IN ('missing', 'wanted', 'creating', 'ready', 'differs', 'failed'));
