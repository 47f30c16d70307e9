import { hasCode, startIdentityProvider } from "./server";
import { readSettings } from "./settings";

const settings = readSettings(process.env);
if ("problem" in settings) {
  console.error(settings.problem);
  process.exit(1);
}

try {
  const stop = await startIdentityProvider(settings);
  const end = () => {
    void stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  if (process.send) {
    process.on("disconnect", end);
    process.send({ ready: true });
  }
  console.log("ready");
} catch (error) {
  if (!hasCode(error, "EADDRINUSE")) throw error;
  const isMail = error instanceof Error && "port" in error && error.port === settings.mailPort;
  const [port, name] = isMail ? [settings.mailPort, "IDP_MAIL_PORT"] : [settings.port, "IDP_PORT"];
  console.error(`Port ${port} is taken: stop the program that uses it, or set ${name} to another port.`);
  process.exit(1);
}
