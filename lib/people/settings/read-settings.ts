import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import {
  type Config,
  config,
  configOrigins,
  type Role,
  SECRET_SETTINGS,
  SETTING_NAMES,
  type SettingName,
} from "@/lib/kernel/config/config";
import type { SettingOrigin } from "@/lib/kernel/config/sources";
import { findFeeds } from "../on-call/store";
import type { OnCallFeedState } from "../on-call/views";
import { type ProviderTrouble, providerTrouble } from "../provider/health";
import { scopeSeen } from "../visibility";

/** A setting as it may be shown. */
export interface SettingView {
  name: SettingName;
  origin: SettingOrigin;
  /** `secret`: it has a value, and nobody is shown it. `long`: JSON that a section of its own shows. */
  value:
    | { kind: "text"; text: string }
    | { kind: "seconds"; seconds: number }
    | { kind: "secret" | "long" | "none" };
}

export interface SettingsView {
  roles: Readonly<Record<Role, readonly string[]>>;
  windows: {
    shortestSeconds: number;
    longestSeconds: number;
    usualSeconds: number;
    startWithinSeconds: number;
  };
  incident: { pattern: string; link: string } | null;
  /** What was wrong with the identity provider when it was asked last; null for nothing. */
  provider: { issuer: string; groupsClaim: string; trouble: ProviderTrouble | null };
  /** From where it is known who is on call. */
  onCall: OnCallFeedState[];
  /** Whoever looks at the file's settings must know which file. */
  file: string | null;
  settings: SettingView[];
}

const LONG: ReadonlySet<string> = new Set([
  "HALLIGAN_ROLES",
  "HALLIGAN_ACCOUNTS",
  "HALLIGAN_INCIDENT",
] satisfies SettingName[]);

/**
 * The settings of the web process, each with where it came from. Never a secret, and not the accounts' external ids.
 * @throws AppError ROLE_MISSING
 */
export async function readSettings(viewer: PersonActor): Promise<SettingsView> {
  scopeSeen(viewer, "settings");
  const current = config();
  const origins = configOrigins();
  return {
    roles: current.HALLIGAN_ROLES,
    windows: {
      shortestSeconds: current.WINDOW_MIN_SECONDS,
      longestSeconds: current.WINDOW_MAX_SECONDS,
      usualSeconds: current.WINDOW_DEFAULT_SECONDS,
      startWithinSeconds: current.START_WITHIN_SECONDS,
    },
    incident: current.HALLIGAN_INCIDENT ?? null,
    provider: {
      issuer: current.OIDC_ISSUER,
      groupsClaim: current.OIDC_GROUPS_CLAIM,
      trouble: providerTrouble(),
    },
    onCall: await findFeeds(reading()),
    file: process.env.HALLIGAN_CONFIG_FILE || null,
    settings: SETTING_NAMES.map((name) => ({
      name,
      origin: origins[name],
      value: settingValue(name, current),
    })),
  };
}

function settingValue(name: SettingName, current: Config): SettingView["value"] {
  const value = current[name];
  if (value === undefined) return { kind: "none" };
  if (SECRET_SETTINGS.has(name)) return { kind: "secret" };
  if (LONG.has(name)) return { kind: "long" };
  if (typeof value === "number" && name.endsWith("_SECONDS")) return { kind: "seconds", seconds: value };
  return { kind: "text", text: typeof value === "object" ? JSON.stringify(value) : String(value) };
}
