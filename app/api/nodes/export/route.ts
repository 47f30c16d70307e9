import { downloadRoute } from "@/lib/http/download-route";
import { exportNodes } from "@/lib/nodes/list-export";
import { nodeFilters } from "@/lib/nodes/list-filters";

export const GET = downloadRoute({ filters: nodeFilters, handle: exportNodes });
