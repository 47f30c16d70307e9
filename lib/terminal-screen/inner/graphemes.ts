/**
 * The addon's table is read from a buffer's first byte on, which in Node is only its own when buffers of 3 KB have no
 * memory in common with others; they do, and then loading it fails or, worse, gives other widths.
 */
async function loadAddon() {
  const { Buffer: buffers } = globalThis as { Buffer?: { poolSize: number } };
  const poolSize = buffers?.poolSize ?? 0;
  if (buffers) buffers.poolSize = 0;
  try {
    return await import("@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs");
  } finally {
    if (buffers) buffers.poolSize = poolSize;
  }
}

/** Widths of characters as the live terminal has them. */
export const { UnicodeGraphemesAddon } = await loadAddon();
