import { exportEvents } from "@/lib/audit/list-export";
import { auditFilters } from "@/lib/audit/list-filters";
import { downloadRoute } from "@/lib/http/download-route";

export const GET = downloadRoute({ filters: auditFilters, handle: exportEvents });
