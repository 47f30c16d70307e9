import { createHash } from "node:crypto";

/** The pages' whole style. They stand alone (no script, no font to load), in the calm of the portal. */
export const STYLE = `
:root { color-scheme: light dark;
  --surface: oklch(98.6% 0.003 90); --raised: oklch(100% 0 0); --line: oklch(89% 0.006 90);
  --text: oklch(22% 0.01 90); --soft: oklch(46% 0.012 90); --accent: oklch(48% 0.12 255);
  --on-accent: oklch(99% 0 0); --wash: oklch(95.5% 0.012 255); }
@media (prefers-color-scheme: dark) { :root {
  --surface: oklch(16.5% 0.006 255); --raised: oklch(20.5% 0.008 255); --line: oklch(31% 0.01 255);
  --text: oklch(92% 0.005 90); --soft: oklch(71% 0.01 255); --accent: oklch(76% 0.1 255);
  --on-accent: oklch(18% 0.02 255); --wash: oklch(26% 0.025 255); } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text);
  font: 14px/1.5 "Inter Variable", Inter, system-ui, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 48px 16px 64px; }
h1 { font-size: 20px; line-height: 1.3; font-weight: 600; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 14px; font-weight: 600; margin: 0; }
p { margin: 0; color: var(--soft); }
a { color: var(--accent); text-underline-offset: 3px; }
.lead { margin-bottom: 24px; }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { border-bottom: 1px solid var(--line); }
.person { display: grid; grid-template-columns: 1fr auto; gap: 0 16px; align-items: center; width: 100%;
  padding: 12px; border: 0; background: none; color: inherit; font: inherit; text-align: left;
  cursor: pointer; border-radius: 6px; }
.person:hover { background: var(--wash); }
.person .name { font-weight: 600; }
.person .part, .person .groups { grid-column: 1; color: var(--soft); }
.person .arrow { grid-row: 1 / span 3; grid-column: 2; color: var(--accent); font-size: 16px; }
.groups { font: 12px/1.6 "JetBrains Mono Variable", ui-monospace, monospace; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
fieldset { border: 0; margin: 0; padding: 12px 0 4px; min-width: 0; }
legend { padding: 0; font-weight: 600; float: left; width: 100%; margin-bottom: 4px; }
.boxes { clear: both; display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 0 12px; }
label { display: flex; align-items: center; gap: 8px; min-height: 32px; cursor: pointer; }
input { width: 16px; height: 16px; accent-color: var(--accent); margin: 0; }
.save { min-height: 36px; padding: 0 16px; margin: 4px 0 16px; border: 1px solid var(--line); border-radius: 6px;
  background: var(--raised); color: var(--text); font: inherit; font-weight: 500; cursor: pointer; }
.save:hover { border-color: var(--soft); }
.notice { padding: 8px 12px; margin-bottom: 16px; border-left: 3px solid var(--accent); background: var(--wash);
  color: var(--text); }
.tabs { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-bottom: 16px; }
.tabs a { min-height: 32px; display: inline-flex; align-items: center; }
.tabs a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
article { padding: 16px 0; }
.letter { margin-top: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 24px; display: flex; flex-wrap: wrap; gap: 4px 24px; }
footer p { flex-basis: 100%; }
`;

/** The style's hash for the Content-Security-Policy: exactly this style, and no other, may be inline. */
export const STYLE_HASH = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;
