import { createRequire } from "node:module";
import type { AuthorizationAnswer, StatefulAuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import * as firstInstance from "@cedar-policy/cedar-wasm/nodejs";

export type Cedar = typeof firstInstance;

/** Rules that are parsed once and kept in the instance. */
export interface ParsedOnce {
  /** The same for the same texts under the same schema. */
  readonly key: string;
  readonly schema: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** The instance died of what it was given; the next call has another. */
export class CedarDied extends Error {
  override readonly name = "CedarDied";
}

/** The instance keeps what it parsed for ever; what is parsed again under the same name takes its place. */
const PLACES = 16;
/** This module may exist twice in one process, and shares the instance then. */
const OWN = crypto.randomUUID();

let instance: Cedar = firstInstance;
/** What is in the instance, by key; the least recently used first. */
let places = new Map<string, string>();

/**
 * The only way to Cedar. Once it has died of a text, every later call would fail: it is loaded again, which takes a
 * tenth of a second, and knows nothing of what it had parsed.
 * @throws CedarDied
 */
export function withCedar<T>(work: (cedar: Cedar) => T): T {
  try {
    return work(instance);
  } catch (error) {
    loadAgain();
    throw new CedarDied("the policy engine can't work with this", { cause: error });
  }
}

/** @throws CedarDied */
export function authorize(
  rules: ParsedOnce,
  call: Omit<StatefulAuthorizationCall, "preparsedPolicySetId" | "preparsedSchemaName" | "validateRequest">,
): AuthorizationAnswer {
  return withCedar((cedar) => {
    const place = placeOf(cedar, rules);
    return cedar.statefulIsAuthorized({
      ...call,
      preparsedPolicySetId: place,
      preparsedSchemaName: place,
      validateRequest: true,
    });
  });
}

function placeOf(cedar: Cedar, { key, schema, texts }: ParsedOnce): string {
  const known = places.get(key);
  const [oldest] = places;
  const place = known ?? (places.size < PLACES || !oldest ? `${OWN} ${places.size}` : oldest[1]);
  if (known === undefined) {
    if (oldest && oldest[1] === place) places.delete(oldest[0]);
    const answers = [
      cedar.preparseSchema(place, schema),
      cedar.preparsePolicySet(place, { staticPolicies: { ...texts } }),
    ];
    for (const answer of answers)
      if (answer.type === "failure")
        throw new TypeError(answer.errors.map(({ message }) => message).join("; "));
  }
  places.delete(key);
  places.set(key, place);
  return place;
}

/** It is kept by Node as every CommonJS module is: forgotten there, it is made anew. */
function loadAgain(): void {
  const require = createRequire(process.execPath);
  const path = Object.keys(require.cache).find((file) =>
    /cedar-wasm[\\/]nodejs[\\/]cedar_wasm\.js$/.test(file),
  );
  if (path === undefined) throw new TypeError("the policy engine is not where Node keeps modules");
  delete require.cache[path];
  instance = require(path);
  places = new Map();
}
