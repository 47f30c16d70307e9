/** What a recording can be downloaded as. */
export const EXPORT_FORMATS = ["asciicast-v3", "asciicast-v2", "text"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
