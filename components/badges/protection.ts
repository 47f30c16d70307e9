import { Shield, ShieldAlert } from "lucide-react";
import type { Protection } from "@/lib/nodes/views";
import type { StateLook } from "../ui/state-badge";
import { look } from "./look";

export const PROTECTION_LOOK = {
  production: look("neutral", ShieldAlert, "node.protection.production"),
  staging: look("neutral", Shield, "node.protection.staging"),
} as const satisfies Record<Protection, StateLook>;
