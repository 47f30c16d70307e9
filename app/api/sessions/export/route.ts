import { downloadRoute } from "@/lib/http/download-route";
import { exportSessions } from "@/lib/sessions/lists/list-export";
import { sessionFilters } from "@/lib/sessions/lists/list-filters";

export const GET = downloadRoute({ filters: sessionFilters, handle: exportSessions });
