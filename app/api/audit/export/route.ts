import { exportEvents } from "@/lib/audit/lists/list-export";
import { auditFilters } from "@/lib/audit/lists/list-filters";
import { downloadRoute } from "@/lib/http/download-route";

export const GET = downloadRoute({ filters: auditFilters, handle: exportEvents });
