import type { PersonActor } from "../kernel/actor";
import type { PolicyPreview } from "./policy-views";

export async function previewPolicy(
  _viewer: PersonActor,
  _input: { requestId: string },
): Promise<PolicyPreview[]> {
  return [];
}
