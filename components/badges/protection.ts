import { Shield, ShieldAlert } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { Protection } from "@/lib/nodes/views";
import { look } from "./look";

export const PROTECTION_LOOK = {
  production: look("neutral", ShieldAlert, "node.protection.production"),
  staging: look("neutral", Shield, "node.protection.staging"),
} as const satisfies Record<Protection, StateLook>;
