import { config } from "@/lib/kernel/config/config";

/**
 * For whom passkeys are made and by whose pages they are asked: from PUBLIC_ORIGIN, never from a header. A name has no
 * port; every page of ours is on that one origin.
 */
export function relyingParty(): { rpName: string; rpID: string; expectedOrigin: string } {
  const { PUBLIC_ORIGIN } = config();
  return { rpName: "Halligan", rpID: new URL(PUBLIC_ORIGIN).hostname, expectedOrigin: PUBLIC_ORIGIN };
}
