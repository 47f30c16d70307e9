import { downloadRoute } from "@/lib/http/download-route";
import { exportNodes } from "@/lib/nodes/lists/list-export";
import { nodeFilters } from "@/lib/nodes/lists/list-filters";

export const GET = downloadRoute({ filters: nodeFilters, handle: exportNodes });
