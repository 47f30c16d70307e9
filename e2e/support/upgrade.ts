import { WebSocket } from "ws";

/** How the gateway answers who wants a WebSocket: the refusal's HTTP status, 101 where it is opened. */
export function statusOfUpgrade(
  address: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers });
    socket.on("unexpected-response", (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("error", reject);
  });
}
