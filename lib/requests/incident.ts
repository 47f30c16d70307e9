/** What this installation calls an incident. */
export interface IncidentSettings {
  /** A regular expression for the whole reference; it is anchored here. */
  readonly pattern: string;
  /** An https address with `{incident}` in it. */
  readonly link: string;
}

/** Whether the reference is one that this installation knows. None is always fine: not every trouble has a number. */
export function isIncident(settings: IncidentSettings | undefined, incident: string | null): boolean {
  if (!settings || incident === null) return true;
  // Two dots would lead out of their place in the address.
  return !/^\.+$/.test(incident) && new RegExp(`^(?:${settings.pattern})$`, "u").test(incident);
}

/**
 * Where an incident can be read. The reference was typed by a person: it can fill its place in the address, and
 * nothing else of it.
 * @returns null without configuration, without incident, and for one of before the pattern
 */
export function incidentLink(settings: IncidentSettings | undefined, incident: string | null): string | null {
  if (!settings || incident === null || incident === "" || !isIncident(settings, incident)) return null;
  return settings.link.replaceAll("{incident}", () => encodeURIComponent(incident));
}
