/**
 * What browsers' bundles get for Node's `process`. The bundler's own stand-in has a title, by which xterm.js takes the
 * browser for Node: it then knows no Mac and no Windows, and sends what AltGr and Option type as escape sequences.
 */
const browserProcess: { readonly env: Readonly<Record<string, string | undefined>> } = { env: {} };

export default browserProcess;
