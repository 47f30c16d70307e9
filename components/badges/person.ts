import { Ban } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import { look } from "./look";

export const PERSON_DISABLED_LOOK: StateLook = look("red", Ban, "people.state.disabled");
