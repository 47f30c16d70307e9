import { downloadRoute } from "@/lib/http/download-route";
import { exportSessions } from "@/lib/sessions/list-export";
import { sessionFilters } from "@/lib/sessions/list-filters";

export const GET = downloadRoute({ filters: sessionFilters, handle: exportSessions });
