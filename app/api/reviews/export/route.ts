import { downloadRoute } from "@/lib/http/download-route";
import { exportReviews } from "@/lib/reviews/list-export";
import { reviewFilters } from "@/lib/reviews/list-filters";

export const GET = downloadRoute({ filters: reviewFilters, handle: exportReviews });
