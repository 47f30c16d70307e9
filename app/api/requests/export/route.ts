import { downloadRoute } from "@/lib/http/download-route";
import { exportRequests } from "@/lib/requests/lists/list-export";
import { requestFilters } from "@/lib/requests/lists/list-filters";

export const GET = downloadRoute({ filters: requestFilters, handle: exportRequests });
