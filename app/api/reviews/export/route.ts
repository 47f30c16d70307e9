import { downloadRoute } from "@/lib/http/download-route";
import { exportReviews } from "@/lib/reviews/lists/list-export";
import { reviewFilters } from "@/lib/reviews/lists/list-filters";

export const GET = downloadRoute({ filters: reviewFilters, handle: exportReviews });
