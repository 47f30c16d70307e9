import { downloadRoute } from "@/lib/http/download-route";
import { exportRequests } from "@/lib/requests/list-export";
import { requestFilters } from "@/lib/requests/list-filters";

export const GET = downloadRoute({ filters: requestFilters, handle: exportRequests });
